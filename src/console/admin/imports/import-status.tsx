import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportShown } from '#src/contract/imports.ts';

const COLOURS: Record<ImportShown['status'], string> = {
  uploading: 'gray',
  ready: 'blue',
  checking: 'blue',
  checked: 'yellow',
  writing: 'blue',
  done: 'green',
  failed: 'red',
  cancelled: 'gray',
};

export function ImportStatus({ status }: Pick<ImportShown, 'status'>) {
  const { t } = useTranslation();
  return (
    <Badge color={COLOURS[status]} variant="light">
      {t(`imports.status.${status}`)}
    </Badge>
  );
}
