import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './window-actions.module.css';

/** The ways out of a window over the page, in sight however long the window is. */
export function WindowActions({ children }: { children: ReactNode }) {
  return (
    <Group justify="flex-end" className={css.actions}>
      {children}
    </Group>
  );
}
