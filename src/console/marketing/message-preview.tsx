import { Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { reading } from '../api/api-queries.ts';
import { LANGUAGE_NAMES, type Language } from '../i18n.ts';
import { useLook } from '../session/shop-look.tsx';
import css from './message-preview.module.css';
import { RichWords } from './rich-words.tsx';

const MESSENGERS = ['telegram', 'viber'] as const;

/** The message as an invented member would read it, in a bubble of each messenger. */
export function MessagePreview({ campaignId, language }: { campaignId: string | null; language: Language }) {
  const { t } = useTranslation();
  const look = useLook();
  const preview = useQuery({
    ...reading(marketingRoutes.previewCampaign, { params: { campaignId: campaignId ?? '' } }),
    enabled: campaignId !== null,
    placeholderData: keepPreviousData,
  });
  const shown = preview.data?.texts.find((one) => one.language === language);
  return (
    <aside className={css.preview} aria-label={t('campaign.preview.title')}>
      {MESSENGERS.map((messenger) => (
        <figure key={messenger} className={css.chat} data-messenger={messenger}>
          <figcaption>
            {look.name} · {messenger === 'telegram' ? 'Telegram' : 'Viber'}
          </figcaption>
          <div className={css.message}>
            <div className={css.bubble}>
              {shown ? (
                <RichWords text={shown.text} />
              ) : (
                <span className={css.nothing}>{t('campaign.preview.empty')}</span>
              )}
            </div>
            {shown?.buttons.map((label) => (
              <div key={label} className={css.button}>
                {label}
              </div>
            ))}
          </div>
        </figure>
      ))}
      {shown?.fallback && (
        <Text size="sm" c="dimmed">
          {t('campaign.preview.fallback', { language: LANGUAGE_NAMES[language] })}
        </Text>
      )}
    </aside>
  );
}
