import { Button, Group, Tabs, Text, Textarea } from '@mantine/core';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../../i18n.ts';
import { useFormats } from '../../parts/formats.ts';
import type { Texts } from './content-draft.ts';

/** The contract's limit: Telegram takes 4096 characters, the rest is room for names. */
const LONGEST = 3500;
const PLACES = ['name', 'balance', 'tier', 'store', 'expiring', 'days'] as const;

/** One text a language, with places for the member's own name and balance. */
export function CampaignTextField({
  texts,
  language,
  onLanguage,
  onChange,
  slots = false,
}: {
  texts: Texts;
  language: Language;
  onLanguage: (language: Language) => void;
  onChange: (texts: Texts) => void;
  /** Whether there are offers of the reader's own to name. */
  slots?: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const field = useRef<HTMLTextAreaElement>(null);
  const text = texts[language];
  const insert = (place: string) => {
    const at = field.current?.selectionStart ?? text.length;
    const end = field.current?.selectionEnd ?? at;
    const word = `{{${place}}}`;
    onChange({ ...texts, [language]: text.slice(0, at) + word + text.slice(end) });
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(at + word.length, at + word.length);
    });
  };
  return (
    <Tabs
      value={language}
      onChange={(next) => next && onLanguage(LANGUAGES.find((one) => one === next) ?? 'uk')}
    >
      <Tabs.List aria-label={t('campaign.languages')}>
        {LANGUAGES.map((one) => (
          <Tabs.Tab
            key={one}
            value={one}
            rightSection={texts[one].trim() === '' ? null : <span aria-hidden>•</span>}
          >
            {LANGUAGE_NAMES[one]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={language} pt="sm">
        <Textarea
          ref={field}
          aria-label={t('campaign.text', { language: LANGUAGE_NAMES[language] })}
          placeholder={t('campaign.placeholder')}
          value={text}
          onChange={(event) => onChange({ ...texts, [language]: event.currentTarget.value })}
          maxLength={LONGEST}
          autosize
          minRows={6}
          maxRows={16}
          size="md"
        />
        <Group justify="space-between" mt="xs">
          <Group gap="xs">
            {[...PLACES, ...(slots ? (['offers'] as const) : [])].map((place) => (
              <Button key={place} size="xs" variant="default" onClick={() => insert(place)}>
                {t(`campaign.insert.${place}`)}
              </Button>
            ))}
          </Group>
          <Text size="sm" c="dimmed">
            {format.number(text.length)} / {format.number(LONGEST)}
          </Text>
        </Group>
      </Tabs.Panel>
    </Tabs>
  );
}
