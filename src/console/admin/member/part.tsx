import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import css from '../members-screen.module.css';

/** One part of what is known of a member: a title over a list. */
export function Part({
  title,
  actions,
  children,
  empty = false,
  nothing,
}: {
  title: string;
  actions?: ReactNode;
  children: ReactNode;
  empty?: boolean;
  /** What is said where it is empty. */
  nothing?: string;
}) {
  const { t } = useTranslation();
  return (
    <section aria-label={title}>
      <header className={css.partHead}>
        <Title order={3} size="h5">
          {title}
        </Title>
        {actions}
      </header>
      {empty ? (
        <p className={css.nothing}>{nothing ?? t('members.nothing')}</p>
      ) : (
        <ul className={css.list}>{children}</ul>
      )}
    </section>
  );
}

/** A name and what it is. */
export function Line({ name, value }: { name: ReactNode; value: ReactNode }) {
  return (
    <li>
      <span>{name}</span>
      <b>{value}</b>
    </li>
  );
}
