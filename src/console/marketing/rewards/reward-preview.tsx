import { Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { picturePath } from '#src/contract/pictures.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language, shownLanguage } from '../../i18n.ts';
import { useFormats } from '../../parts/formats.ts';
import { useAllLanguages } from '../../parts/use-all-languages.ts';
import type { RewardForm } from './reward-form.ts';
import { textIn } from './reward-words.ts';
import css from './rewards.module.css';
import type { Catalogue } from './rewards-screen.tsx';

/** How it stands in the chat, in a language of choice. */
export function RewardPreview({ form, catalogue }: { form: RewardForm; catalogue: Catalogue }) {
  const { t } = useTranslation();
  useAllLanguages();
  const format = useFormats();
  const [language, setLanguage] = useState<Language>(shownLanguage());
  const say = (key: string, values: Record<string, unknown> = {}) => t(key, { lng: language, ...values });
  const word = catalogue.currencies.find((each) => each.currency === form.currency)?.name ?? '';
  const price =
    form.currency === 'points'
      ? say('points.count', { count: Number(form.price || 0) })
      : `${format.number(Number(form.price || 0))} ${word}`;
  const name = textIn(form.names, language, catalogue.fallback) || say('rewards.preview.name');
  const description = textIn(form.descriptions, language, catalogue.fallback);
  const stores = catalogue.stores.filter((each) => form.storeIds.includes(each.storeId));
  const place =
    stores.length === 0
      ? say('rewards.preview.anywhere')
      : stores
          .slice(0, 3)
          .map((each) => each.name)
          .join(', ');
  return (
    <section aria-label={t('rewards.preview.title')} className={css.stack}>
      <Select
        size="sm"
        aria-label={t('common.language')}
        data={LANGUAGES.map((each) => ({ value: each, label: LANGUAGE_NAMES[each] }))}
        value={language}
        allowDeselect={false}
        onChange={(next) => setLanguage(LANGUAGES.find((each) => each === next) ?? language)}
      />
      <div className={css.chat}>
        <figure className={css.bubble}>
          {form.pictureId && <img className={css.shown} src={picturePath(form.pictureId)} alt="" />}
          <figcaption>
            <b>
              {name} · {price}
            </b>
            {description && `\n\n${description}`}
            {`\n\n${say('rewards.preview.pickUp', { place, count: Number(form.pickUpDays || 0) })}`}
          </figcaption>
        </figure>
        <div className={css.button}>{say('rewards.preview.get', { price })}</div>
      </div>
    </section>
  );
}
