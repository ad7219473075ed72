import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { picturePath } from '#src/contract/pictures.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language } from '../i18n.ts';
import { numbered } from '../parts/numbered.ts';
import { useAllLanguages } from '../parts/use-all-languages.ts';
import css from './chat-preview.module.css';

/** A message as it stands in the chat, in a language of choice; `children` are its words. */
export function ChatPreview({
  label,
  language,
  onLanguage,
  pictureId,
  buttons,
  children,
}: {
  label: string;
  language: Language;
  onLanguage: (language: Language) => void;
  pictureId: string | null;
  buttons: string[];
  children: ReactNode;
}) {
  const { t } = useTranslation();
  useAllLanguages();
  return (
    <section aria-label={label} className={css.preview}>
      <Select
        size="sm"
        aria-label={t('common.language')}
        data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
        value={language}
        allowDeselect={false}
        onChange={(next) => onLanguage(LANGUAGES.find((each) => each === next) ?? language)}
      />
      <div className={css.chat}>
        <figure className={css.bubble}>
          {pictureId && <img className={css.picture} src={picturePath(pictureId)} alt="" />}
          <figcaption>{children}</figcaption>
        </figure>
        {numbered(buttons).map(({ key, item: button }) => (
          <div key={key} className={css.button}>
            {button}
          </div>
        ))}
      </div>
    </section>
  );
}
