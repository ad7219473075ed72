import type { ReactNode } from 'react';
import { Link } from 'react-router';
import css from './figure.module.css';

/** One number with its name; `to` leads to what it is made of. */
export function Figure({
  label,
  value,
  tone,
  to,
}: {
  label: ReactNode;
  value: ReactNode;
  tone?: 'good' | 'warn' | 'quiet';
  to?: string;
}) {
  const inside = (
    <>
      <dt>{label}</dt>
      <dd data-tone={tone}>{value}</dd>
    </>
  );
  return to ? (
    <Link className={css.figure} to={to}>
      {inside}
    </Link>
  ) : (
    <div className={css.figure}>{inside}</div>
  );
}

/** Numbers side by side. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className={css.figures}>{children}</dl>;
}
