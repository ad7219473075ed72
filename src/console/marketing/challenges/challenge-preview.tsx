import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rewardRoutes } from '#src/contract/rewards.ts';
import { reading } from '../../api/api-queries.ts';
import { LANGUAGES, type Language, shownLanguage } from '../../i18n.ts';
import { ChatPreview } from '../chat-preview.tsx';
import { segmentBuilderQuery } from '../segments/use-segment-words.ts';
import type { ChallengeForm, StageForm } from './challenge-form.ts';

/** How the invitation stands in the chat, in a language of choice. */
export function ChallengePreview({ form }: { form: ChallengeForm }) {
  const { t } = useTranslation();
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
    <ChatPreview
      label={t('challenges.preview.label')}
      language={language}
      onLanguage={setLanguage}
      pictureId={form.pictureId}
      buttons={form.joins === 'asked' ? [say('yes'), say('no')] : [say('open')]}
    >
      <b>🏁 {title}</b>
      {rest.map((line) => `\n${line}`)}
    </ChatPreview>
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
