import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { picturePath } from '#src/contract/pictures.ts';
import { rewardRoutes } from '#src/contract/rewards.ts';
import { reading } from '../../api/api-queries.ts';
import { LANGUAGE_NAMES, LANGUAGES, type Language, shownLanguage } from '../../i18n.ts';
import { useAllLanguages } from '../../parts/use-all-languages.ts';
import css from '../rewards/rewards.module.css';
import { segmentBuilderQuery } from '../segments/use-segment-words.ts';
import type { ChallengeForm, StageForm } from './challenge-form.ts';

/** How the invitation stands in the chat, in a language of choice. */
export function ChallengePreview({ form }: { form: ChallengeForm }) {
  const { t } = useTranslation();
  useAllLanguages();
  const [language, setLanguage] = useState<Language>(shownLanguage());
  const say = (key: string, values: Record<string, unknown> = {}) =>
    t(`challenges.preview.${key}`, { lng: language, ...values });
  const prizeName = usePrizeName(language);
  const title = inLanguage(form.titles, language) || say('title');
  const text = inLanguage(form.texts, language);
  const prizes = form.stages.map(prizeName).filter(Boolean);
  const rest = [
    ...(text ? [text] : []),
    ...prizes.map((prize) => say('gives', { prize })),
    ...(form.joins === 'all' ? [say('joined')] : []),
  ];
  return (
    <section aria-label={t('challenges.preview.label')} className={css.stack}>
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
            <b>🏁 {title}</b>
            {rest.map((line) => `\n${line}`)}
          </figcaption>
        </figure>
        {form.joins === 'asked' ? (
          <>
            <div className={css.button}>{say('yes')}</div>
            <div className={css.button}>{say('no')}</div>
          </>
        ) : (
          <div className={css.button}>{say('open')}</div>
        )}
      </div>
    </section>
  );
}

function usePrizeName(language: Language): (stage: StageForm) => string {
  const { t } = useTranslation();
  const { data: builder } = useQuery(segmentBuilderQuery);
  const { data: catalogue } = useQuery(reading(rewardRoutes.listRewards, {}));
  return ({ kind, points, offerId, rewardId, sign, titles }) => {
    if (kind === 'points') return points === '' ? '' : t('points.count', { lng: language, count: points });
    if (kind === 'badge') return `${sign} ${inLanguage(titles, language)}`.trim();
    if (kind === 'coupon') return builder?.offers.find((each) => each.offerId === offerId)?.name ?? '';
    const names = catalogue?.rewards.find((each) => each.rewardId === rewardId)?.names;
    return names ? inLanguage(names, language) : '';
  };
}

function inLanguage(texts: Partial<Record<Language, string>>, language: Language): string {
  const found = [language, ...LANGUAGES].find((each) => texts[each]?.trim());
  return found ? (texts[found]?.trim() ?? '') : '';
}
