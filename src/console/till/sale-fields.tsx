import { TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../parts/formats.ts';
import saleCss from './sale.module.css';
import { readSale } from './sale-input.ts';
import type { Draft } from './till-flow.ts';

/** The number and the sum of a receipt, with and without a network. */
export function SaleFields({
  draft,
  onChange,
  amountField,
}: {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  amountField: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const read = readSale(draft);
  return (
    <div className={saleCss.pair}>
      <TextInput
        label={t('till.sale.number')}
        value={draft.receiptNumber}
        onChange={(event) => onChange({ receiptNumber: event.currentTarget.value })}
        size="xl"
        autoComplete="off"
        inputMode="numeric"
        enterKeyHint="next"
        autoFocus
        error={draft.receiptNumber !== '' && read.receiptNumber === null && t('till.sale.numberWrong')}
      />
      <TextInput
        ref={amountField}
        label={t('till.sale.amount')}
        value={draft.amount}
        onChange={(event) => onChange({ amount: event.currentTarget.value })}
        size="xl"
        autoComplete="off"
        inputMode="decimal"
        enterKeyHint="done"
        placeholder={format.number(0)}
        rightSection={<span aria-hidden>{currencySign(format.money(0))}</span>}
        error={draft.amount !== '' && read.amountMinor === null && t('till.sale.amountWrong')}
      />
    </div>
  );
}

function currencySign(money: string): string {
  return money.replace(/[\d\s.,]/g, '');
}
