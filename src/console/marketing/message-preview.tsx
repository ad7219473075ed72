import { Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { campaignMessageRoutes } from '#src/contract/campaign-message.ts';
import { marketingRoutes } from '#src/contract/marketing.ts';
import { picturePath } from '#src/contract/pictures.ts';
import { reading } from '../api/api-queries.ts';
import { LANGUAGE_NAMES, type Language } from '../i18n.ts';
import { numbered } from '../parts/numbered.ts';
import { useLook } from '../session/shop-look.tsx';
import { ChooseReader, type ChosenReader } from './choose-reader.tsx';
import css from './message-preview.module.css';
import { RichWords } from './rich-words.tsx';

const MESSENGERS = ['telegram', 'viber'] as const;

interface Shown {
  text: string;
  buttons: string[];
}

/** The message as an invented member would read it, or as any one member would, in a bubble of each messenger. */
export function MessagePreview({
  campaignId,
  language,
  pictureId = null,
}: {
  campaignId: string | null;
  language: Language;
  pictureId?: string | null;
}) {
  const { t } = useTranslation();
  const [reader, setReader] = useState<ChosenReader | null>(null);
  const preview = useQuery({
    ...reading(marketingRoutes.previewCampaign, { params: { campaignId: campaignId ?? '' } }),
    enabled: campaignId !== null,
    placeholderData: keepPreviousData,
  });
  const theirs = useQuery({
    ...reading(campaignMessageRoutes.previewForMember, {
      params: { campaignId: campaignId ?? '', memberId: reader?.memberId ?? '' },
    }),
    enabled: campaignId !== null && reader !== null,
    placeholderData: keepPreviousData,
  });
  const invented = preview.data?.texts.find((one) => one.language === language);
  const shown: Shown | undefined = reader ? theirs.data : invented;
  return (
    <aside className={css.preview} aria-label={t('campaign.preview.title')}>
      {campaignId && <ChooseReader reader={reader} onChange={setReader} failure={theirs.error} />}
      {MESSENGERS.map((messenger) => (
        <Phone key={messenger} messenger={messenger} shown={shown} pictureId={pictureId} />
      ))}
      {!reader && invented?.fallback && (
        <Text size="sm" c="dimmed">
          {t('campaign.preview.fallback', { language: LANGUAGE_NAMES[language] })}
        </Text>
      )}
    </aside>
  );
}

function Phone({
  messenger,
  shown,
  pictureId,
}: {
  messenger: (typeof MESSENGERS)[number];
  shown: Shown | undefined;
  pictureId: string | null;
}) {
  const { t } = useTranslation();
  const look = useLook();
  return (
    <figure className={css.chat} data-messenger={messenger}>
      <figcaption>
        {look.name} · {messenger === 'telegram' ? 'Telegram' : 'Viber'}
      </figcaption>
      <div className={css.message}>
        <div className={css.bubble}>
          {pictureId && (
            <img className={css.picture} src={picturePath(pictureId)} alt={t('picture.chosen')} />
          )}
          {shown ? (
            <RichWords text={shown.text} />
          ) : (
            <span className={css.nothing}>{t('campaign.preview.empty')}</span>
          )}
        </div>
        {numbered(shown?.buttons ?? []).map(({ key, item: label }) => (
          <div key={key} className={css.button}>
            {label}
          </div>
        ))}
      </div>
    </figure>
  );
}
