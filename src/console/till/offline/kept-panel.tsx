// What became of every receipt that was taken without a network.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import panelCss from '../panel.module.css';
import { Panel } from '../panel.tsx';
import css from '../till.module.css';
import keptCss from './kept.module.css';
import type { KeptReceipt } from './kept-receipt.ts';
import type { Kept } from './use-kept.ts';

export function KeptPanel({
  kept,
  onMend,
  onBack,
}: {
  kept: Kept;
  /** A refused one is typed anew, with a card that is scanned again. */
  onMend: (receipt: KeptReceipt) => void;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const { mine, others, connected } = kept;
  const shown = mine.toReversed();
  return (
    <Panel title={t('till.offline.list')} onBack={onBack}>
      <p className={css.quiet}>{t(connected ? 'till.offline.listText' : 'till.offline.listWaits')}</p>
      {shown.length === 0 && <p>{t('till.offline.none')}</p>}
      <ul className={panelCss.rows}>
        {shown.map((each) => (
          <li key={each.key} className={panelCss.row}>
            <span>
              <b>{t('till.recent.receipt', { number: each.receiptNumber })}</b>{' '}
              {format.money(each.amountMinor)}
              <br />
              <small>
                {[format.moment(each.occurredAt), each.shownName || each.shown].filter(Boolean).join(' · ')}
              </small>
            </span>
            <span className={keptCss.state} data-state={each.state}>
              {each.state === 'booked'
                ? format.signed(each.earned) || '0'
                : t(`till.offline.state.${each.state}`)}
            </span>
            {each.state === 'refused' && (
              <>
                <span>{each.words}</span>
                <span />
                <Button variant="light" onClick={() => onMend(each)}>
                  {t('till.offline.mend')}
                </Button>
                <Button variant="subtle" color="gray" onClick={() => void kept.drop(each.key)}>
                  {t('till.offline.drop')}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <p role="note">
          {t('till.offline.others', {
            count: others.length,
            name: [...new Set(others.map((each) => each.staffName))].join(', '),
          })}
        </p>
      )}
    </Panel>
  );
}
