import { Stack, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n.ts';
import type { Words } from './offer-form.ts';

/** Title and terms in each language; one is enough, the others then read it. */
export function OfferWordsFields({ value, onChange }: { value: Words; onChange: (words: Words) => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="md">
      {LANGUAGES.map((language) => {
        const words = value[language] ?? { title: '', terms: '' };
        const set = (part: Partial<typeof words>) =>
          onChange({ ...value, [language]: { ...words, ...part } });
        return (
          <Stack key={language} gap={6} role="group" aria-label={LANGUAGE_NAMES[language]}>
            <TextInput
              label={`${t('offers.form.title')}: ${LANGUAGE_NAMES[language]}`}
              value={words.title}
              maxLength={120}
              onChange={(event) => set({ title: event.currentTarget.value })}
            />
            <Textarea
              label={`${t('offers.form.terms')}: ${LANGUAGE_NAMES[language]}`}
              value={words.terms}
              maxLength={600}
              autosize
              minRows={1}
              onChange={(event) => set({ terms: event.currentTarget.value })}
            />
          </Stack>
        );
      })}
    </Stack>
  );
}
