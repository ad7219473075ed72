import { NumberInput } from '@mantine/core';
import type { ReactNode } from 'react';

/** A whole number that is always there: an emptied field counts as the smallest. */
export function WholeNumber({
  label,
  description,
  value,
  min = 0,
  max,
  suffix,
  onChange,
}: {
  label: ReactNode;
  description?: ReactNode;
  value: number;
  min?: number;
  max?: number;
  suffix?: string;
  onChange: (value: number) => void;
}) {
  return (
    <NumberInput
      label={label}
      description={description}
      value={value}
      onChange={(next) => onChange(Math.max(min, Math.trunc(Number(next)) || 0))}
      min={min}
      max={max}
      suffix={suffix}
      allowDecimal={false}
      thousandSeparator=" "
    />
  );
}

/** A whole number that may be left out: an empty field is no limit. */
export function OptionalNumber({
  label,
  description,
  placeholder,
  value,
  onChange,
}: {
  label: ReactNode;
  description?: ReactNode;
  placeholder: string;
  value: number | null;
  onChange: (value: number | null) => void;
}) {
  return (
    <NumberInput
      label={label}
      description={description}
      placeholder={placeholder}
      value={value ?? ''}
      onChange={(next) => onChange(next === '' ? null : Math.max(1, Math.trunc(Number(next)) || 1))}
      min={1}
      allowDecimal={false}
      thousandSeparator=" "
    />
  );
}
