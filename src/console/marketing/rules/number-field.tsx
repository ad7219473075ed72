import { NumberInput, type NumberInputProps } from '@mantine/core';
import { shownLanguage } from '../../i18n.ts';
import { symbolOf } from '../../parts/formats.ts';
import { useMe } from '../../session/session-query.ts';

/** How a stored whole number is typed: `scale` stored units are one typed unit, with that many decimals. */
export const UNITS = {
  whole: { scale: 1, decimals: 0 },
  money: { scale: 100, decimals: 2 },
  share: { scale: 100, decimals: 2 },
  times: { scale: 100, decimals: 2 },
  quantity: { scale: 1000, decimals: 3 },
} as const;

/** A number as the reader's language writes it, with a decimal comma where it has one. Null while it is empty. */
export function NumberField({
  unit = 'whole',
  value,
  onChange,
  min = 0,
  ...props
}: {
  unit?: keyof typeof UNITS;
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number;
} & Omit<NumberInputProps, 'value' | 'onChange' | 'min'>) {
  const { shop } = useMe();
  const { scale, decimals } = UNITS[unit];
  const suffix = unit === 'money' ? ` ${symbolOf(shop.moneyCurrency)}` : unit === 'share' ? ' %' : undefined;
  return (
    <NumberInput
      value={value === null ? '' : value / scale}
      onChange={(typed) => onChange(typed === '' ? null : Math.round(Number(typed) * scale))}
      min={min}
      max={unit === 'share' ? 100 : undefined}
      decimalScale={decimals}
      // Kopiykas stand in full, whole sums without them.
      fixedDecimalScale={unit === 'money' && value !== null && value % scale !== 0}
      allowDecimal={decimals > 0}
      allowNegative={min < 0}
      decimalSeparator={shownLanguage() === 'en' ? '.' : ','}
      allowedDecimalSeparators={[',', '.']}
      thousandSeparator={shownLanguage() === 'en' ? ',' : '\u00a0'}
      prefix={unit === 'times' ? '× ' : undefined}
      suffix={suffix}
      inputMode={decimals > 0 ? 'decimal' : 'numeric'}
      hideControls
      {...props}
    />
  );
}
