import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './page.module.css';

/** A screen: its title, what can be done here, and below that everything else. */
export function Page({
  title,
  actions,
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={css.page}>
      <header className={css.head}>
        <Title order={1}>{title}</Title>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}

/** A sheet of paper on the page. */
export function Sheet({
  title,
  children,
  actions,
}: {
  title?: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <section className={css.sheet}>
      {(title || actions) && (
        <header className={css.sheetHead}>
          <Title order={2} size="h4">
            {title}
          </Title>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}
