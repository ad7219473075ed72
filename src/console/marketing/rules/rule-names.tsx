import { Box, TextInput, Text as Words } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Text } from '#src/contract/rules.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n.ts';
import { Disclosure } from './disclosure.tsx';
import { namesOf, type RuleDraft } from './rule-draft.ts';

/** What members read instead of the name, in each language; folded away, since one name is enough to begin with. */
export function RuleNames({ draft, onChange }: { draft: RuleDraft; onChange: (names: Text) => void }) {
  const { t } = useTranslation();
  const { names } = draft;
  const given = LANGUAGES.filter((language) => language in namesOf(draft));
  const note =
    given.length === 0 ? t('rules.names.none') : given.map((language) => LANGUAGE_NAMES[language]).join(', ');
  return (
    <Box mt="sm">
      <Disclosure title={t('rules.names.title')} note={note}>
        <Words size="sm" c="dimmed">
          {t('rules.names.hint')}
        </Words>
        {LANGUAGES.map((language) => (
          <TextInput
            key={language}
            label={LANGUAGE_NAMES[language]}
            placeholder={draft.name}
            value={names[language] ?? ''}
            maxLength={100}
            onChange={(event) => onChange({ ...names, [language]: event.currentTarget.value })}
          />
        ))}
      </Disclosure>
    </Box>
  );
}
