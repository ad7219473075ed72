import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Language, shownLanguage } from '../../i18n.ts';
import { useFormats } from '../../parts/formats.ts';
import { ChatPreview } from '../chat-preview.tsx';
import type { RewardForm } from './reward-form.ts';
import { textIn } from './reward-words.ts';
import type { Catalogue } from './rewards-screen.tsx';

/** How it stands in the chat, in a language of choice. */
export function RewardPreview({ form, catalogue }: { form: RewardForm; catalogue: Catalogue }) {
  const { t } = useTranslation();
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
    <ChatPreview
      label={t('rewards.preview.title')}
      language={language}
      onLanguage={setLanguage}
      pictureId={form.pictureId}
      buttons={[say('rewards.preview.get', { price })]}
    >
      <b>
        {name} · {price}
      </b>
      {description && `\n\n${description}`}
      {`\n\n${say('rewards.preview.pickUp', { place, count: Number(form.pickUpDays || 0) })}`}
    </ChatPreview>
  );
}
