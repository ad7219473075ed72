import { IconAlertTriangle, IconHandStop } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import css from './outcome.module.css';
import type { TillState } from './till-flow.ts';
import type { Till } from './use-till.ts';

/** Refusals in which somebody may be using a card that is not theirs: the senior shall come. */
const GRAVE = new Set(['burn_refused_by_member', 'live_code_forged']);

/** The business said no: the whole screen is amber, or red, and says what to do next. */
export function RefusedStep({ till, refused }: { till: Till; refused: TillState & { step: 'refused' } }) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
  const { why, back } = refused;
  const grave = GRAVE.has(why.code);
  useEffect(() => button.current?.focus(), []);
  const Sign = grave ? IconHandStop : IconAlertTriangle;
  return (
    <div
      className={css.screen}
      data-tone={grave ? 'grave' : 'warn'}
      role="alertdialog"
      aria-modal
      aria-labelledby="refusal-title"
      aria-describedby="refusal-words"
    >
      <Sign size={56} stroke={2} aria-hidden />
      <h1 className={css.title} id="refusal-title">
        {t(grave ? 'till.refused.grave' : 'till.refused.title')}
      </h1>
      <p className={css.words} id="refusal-words">
        {why.message}
      </p>
      {grave && <p className={css.note}>{t('till.refused.senior')}</p>}
      <div className={css.buttons}>
        <button
          type="button"
          ref={button}
          className={css.main}
          onClick={() => till.dispatch({ happened: 'went back' })}
        >
          {t(back ? 'till.refused.back' : 'till.refused.scan')}
        </button>
        {back && (
          <button
            type="button"
            className={css.second}
            onClick={() => till.dispatch({ happened: 'began anew' })}
          >
            {t('till.refused.scan')}
          </button>
        )}
      </div>
    </div>
  );
}
