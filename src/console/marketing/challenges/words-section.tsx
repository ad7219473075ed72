import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { TEXT_MOST, TITLE_MOST } from '#src/contract/challenges.ts';
import { Sheet } from '../../parts/page.tsx';
import { PictureField } from '../../parts/picture-field.tsx';
import css from '../editor.module.css';
import { TextInLanguages } from '../rules/text-in-languages.tsx';
import type { FormProps } from './challenge-editor.tsx';

/** What members read of it. */
export function WordsSection({ form, setForm }: FormProps) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('challenges.part.words')}>
      <div className={css.stack}>
        <TextInLanguages
          label={t('challenges.title')}
          hint={t('challenges.titleHint')}
          value={form.titles}
          most={TITLE_MOST}
          onChange={(titles) => setForm({ ...form, titles })}
        />
        <TextInLanguages
          label={t('challenges.text')}
          value={form.texts}
          most={TEXT_MOST}
          long
          onChange={(texts) => setForm({ ...form, texts })}
        />
        <PictureField
          label={t('challenges.picture')}
          value={form.pictureId}
          onChange={(pictureId) => setForm((before) => ({ ...before, pictureId }))}
        />
        <TextInput
          label={t('challenges.name')}
          description={t('challenges.nameHint')}
          value={form.name}
          maxLength={100}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
      </div>
    </Sheet>
  );
}
