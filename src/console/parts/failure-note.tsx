import { Alert, Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFailureWords } from './failure-words.ts';

/** Says in place why something did not work, and lets it be tried again. Nothing when there is no failure. */
export function FailureNote({ failure, onRetry }: { failure: Error | null; onRetry?: () => void }) {
  const { t } = useTranslation();
  const words = useFailureWords();
  if (!failure) return null;
  return (
    <Alert role="alert" color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />} p="sm">
      {words(failure)}
      {onRetry && (
        <Button display="block" mt="xs" size="xs" variant="default" onClick={onRetry}>
          {t('common.retry')}
        </Button>
      )}
    </Alert>
  );
}
