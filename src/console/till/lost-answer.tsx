import { Alert, Button } from '@mantine/core';
import { IconWifiOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** No answer came. Everything typed is still there, and trying again books nothing twice. */
export function LostAnswer({
  text,
  onRetry,
  children,
}: {
  text: string;
  onRetry?: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="orange" icon={<IconWifiOff aria-hidden />} title={t('till.lost.title')}>
      {text}
      {onRetry && (
        <Button size="md" mt="sm" fullWidth color="orange" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
      {children}
    </Alert>
  );
}
