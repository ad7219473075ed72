import { Image } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { picturePath } from '#src/contract/pictures.ts';
import type { Language } from '../../i18n.ts';
import { useLook } from '../../session/shop-look.tsx';
import css from '../message-preview.module.css';
import type { OfferForm } from './offer-form.ts';

const MESSENGERS = ['telegram', 'viber'] as const;

/** The offer as a member reads it, in a bubble of each messenger. */
export function OfferPreview({ form, language }: { form: OfferForm; language: Language }) {
  const { t } = useTranslation();
  const look = useLook();
  const words = form.words[language] ?? form.words.uk ?? form.words.en ?? form.words.ru;
  return (
    <aside className={css.preview} aria-label={t('offers.preview')}>
      {MESSENGERS.map((messenger) => (
        <figure key={messenger} className={css.chat} data-messenger={messenger}>
          <figcaption>
            {look.name} · {messenger === 'telegram' ? 'Telegram' : 'Viber'}
          </figcaption>
          <div className={css.message}>
            <div className={css.bubble}>
              {form.pictureId && <Image src={picturePath(form.pictureId)} alt="" radius="sm" mb={8} />}
              {words?.title ? (
                <b>{words.title}</b>
              ) : (
                <span className={css.nothing}>{t('offers.empty.preview')}</span>
              )}
              {words?.terms && `\n${words.terms}`}
            </div>
            <div className={css.button}>{t('offers.take')}</div>
          </div>
        </figure>
      ))}
    </aside>
  );
}
