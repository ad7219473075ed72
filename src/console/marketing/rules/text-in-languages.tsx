import { Stack, Textarea, TextInput } from '@mantine/core';
import type { Text } from '#src/contract/rules.ts';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n.ts';

/** One text in each language; one language is enough, the others then read it. */
export function TextInLanguages({
  label,
  hint,
  value,
  onChange,
  long = false,
  most,
}: {
  label: string;
  hint?: string;
  value: Text;
  onChange: (value: Text) => void;
  long?: boolean;
  most: number;
}) {
  const Field = long ? Textarea : TextInput;
  return (
    <Stack gap="xs">
      {LANGUAGES.map((language, i) => (
        <Field
          key={language}
          label={`${label}: ${LANGUAGE_NAMES[language]}`}
          description={i === LANGUAGES.length - 1 ? hint : undefined}
          value={value[language] ?? ''}
          maxLength={most}
          onChange={(event) => onChange({ ...value, [language]: event.currentTarget.value })}
          {...(long && { autosize: true, minRows: 2 })}
        />
      ))}
    </Stack>
  );
}
