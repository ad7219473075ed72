import { IconAlertTriangle, IconHandStop } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import css from './outcome.module.css';

interface Way {
  label: string;
  onClick: () => void;
}

/** The business said no: the whole screen is amber, or red, and says what to do next. Esc goes the last way. */
export function AmberScreen({
  words,
  grave = false,
  main,
  second,
}: {
  words: string;
  /** Somebody may be using a card that is not theirs: the senior shall come. */
  grave?: boolean;
  main: Way;
  second?: Way | undefined;
}) {
  const { t } = useTranslation();
  const button = useRef<HTMLButtonElement>(null);
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
      onKeyDown={(event) => event.key === 'Escape' && (second ?? main).onClick()}
    >
      <Sign size={56} stroke={2} aria-hidden />
      <h1 className={css.title} id="refusal-title">
        {t(grave ? 'till.refused.grave' : 'till.refused.title')}
      </h1>
      <p className={css.words} id="refusal-words">
        {words}
      </p>
      {grave && <p className={css.note}>{t('till.refused.senior')}</p>}
      <div className={css.buttons}>
        <button type="button" ref={button} className={css.main} onClick={main.onClick}>
          {main.label}
        </button>
        {second && (
          <button type="button" className={css.second} onClick={second.onClick}>
            {second.label}
          </button>
        )}
      </div>
    </div>
  );
}
