import { Button } from '@mantine/core';
import { IconWifiOff } from '@tabler/icons-react';
import { type SubmitEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useEscape } from '../../parts/use-escape.ts';
import panelCss from '../panel.module.css';
import saleCss from '../sale.module.css';
import { SaleFields } from '../sale-fields.tsx';
import { readSale } from '../sale-input.ts';
import css from '../till.module.css';
import type { TillState } from '../till-flow.ts';
import type { Till } from '../use-till.ts';
import { maskOf } from './kept-receipt.ts';

/** A receipt without a network: its number and its sum. It earns later; nothing can be burnt. */
export function OfflineStep({ till, sale }: { till: Till; sale: TillState & { step: 'offline' } }) {
  const { t } = useTranslation();
  const amountField = useRef<HTMLInputElement>(null);
  const {
    scan: { code },
    draft,
  } = sale;
  const read = readSale(draft);
  const complete = code !== '' && read.receiptNumber !== null && read.amountMinor !== null;
  useEscape(till.leave);
  const change = (part: Partial<typeof draft>) => till.dispatch({ happened: 'typed', change: part });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (complete) void till.keep();
    else if (read.amountMinor === null) amountField.current?.focus();
  };
  return (
    <form onSubmit={submit} className={saleCss.sale}>
      <div className={panelCss.sheet} role="status">
        <h2>
          <IconWifiOff size={22} aria-hidden /> {t('till.offline.title')}
        </h2>
        <p>{code === '' ? t('till.offline.scan') : t('till.offline.card', { card: maskOf(code) })}</p>
        <p className={css.quiet}>{t('till.offline.noBurn')}</p>
      </div>
      <SaleFields draft={draft} onChange={change} amountField={amountField} />
      <div className={saleCss.finish}>
        <Button
          type="submit"
          size="xl"
          h={64}
          fullWidth
          disabled={!complete}
          loading={till.busy === 'accepting'}
        >
          {t('till.offline.keep')}
        </Button>
        <Button variant="subtle" color="gray" onClick={till.leave}>
          {t('till.member.leave')}
        </Button>
      </div>
    </form>
  );
}
