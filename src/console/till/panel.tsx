import { ActionIcon, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useEscape } from '../parts/use-escape.ts';
import css from './panel.module.css';

/** Something that a till does besides selling: a title, the way back (Esc too), and one column. */
export function Panel({
  title,
  onBack,
  children,
}: {
  title: string;
  onBack: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  useEscape(onBack);
  return (
    <section className={css.panel} aria-labelledby="panel-title">
      <div className={css.head}>
        <ActionIcon variant="subtle" color="gray" size={48} onClick={onBack} aria-label={t('till.do.back')}>
          <IconArrowLeft aria-hidden />
        </ActionIcon>
        <Title order={1} size="h2" id="panel-title">
          {title}
        </Title>
      </div>
      {children}
    </section>
  );
}
