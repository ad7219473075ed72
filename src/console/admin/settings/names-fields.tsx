import { SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CurrencyNames, NameForms } from '#src/contract/programme.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../../i18n.ts';
import css from './settings.module.css';

type Form = keyof NameForms;

/** The forms a language needs, each with the number that asks for it; the last is also the one that must be there. */
const FORMS: Record<Language, readonly { form: Form; number: string }[]> = {
  uk: [
    { form: 'one', number: '1' },
    { form: 'few', number: '2' },
    { form: 'many', number: '5' },
  ],
  ru: [
    { form: 'one', number: '1' },
    { form: 'few', number: '2' },
    { form: 'many', number: '5' },
  ],
  en: [
    { form: 'one', number: '1' },
    { form: 'other', number: '5' },
  ],
};

/** The name of a kind of points as it stands after 1, 2 and 5, in every language. */
export function NamesFields({
  names,
  onChange,
}: {
  names: CurrencyNames;
  onChange: (names: CurrencyNames) => void;
}) {
  const { t } = useTranslation();
  const set = (language: Language, form: Form, text: string) => {
    const forms = { ...names[language], [form]: text };
    // After a fraction these languages say what they say after 2: it is not asked for separately.
    if (language !== 'en' && form === 'few') forms.other = text;
    onChange({ ...names, [language]: clean(forms) });
  };
  return LANGUAGES.map((language) => (
    <fieldset key={language} className={css.forms}>
      <legend>{t('currencies.nameIn', { language: LANGUAGE_NAMES[language] })}</legend>
      <SimpleGrid cols={FORMS[language].length} spacing="xs">
        {FORMS[language].map(({ form, number }) => (
          <TextInput
            key={form}
            label={`${number} …`}
            aria-label={`${LANGUAGE_NAMES[language]}: ${number}`}
            placeholder={t(`currencies.example.${language}.${form}`)}
            value={names[language][form] ?? ''}
            onChange={(event) => set(language, form, event.currentTarget.value)}
            maxLength={30}
          />
        ))}
      </SimpleGrid>
    </fieldset>
  ));
}

/** An empty form is none, except the one that has to be there. */
function clean(forms: NameForms): NameForms {
  const kept = Object.entries(forms).filter(([form, text]) => form === 'other' || text !== '');
  return { other: '', ...Object.fromEntries(kept) };
}
