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
  return (
    <div className={css.figure} data-leads={to !== undefined || undefined}>
      <dt>{label}</dt>
      <dd data-tone={tone}>
        {to ? (
          <Link className={css.leads} to={to}>
            {value}
          </Link>
        ) : (
          value
        )}
      </dd>
    </div>
  );
}

/** Numbers side by side. */
export function Figures({ children }: { children: ReactNode }) {
  return <dl className={css.figures}>{children}</dl>;
}
