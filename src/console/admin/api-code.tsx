import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import css from './api-code.module.css';

/** The sign by which the shop's own systems call a store or a till, to be copied. */
export function ApiCode({ code, of }: { code: string; of?: string }) {
  const { t } = useTranslation();
  return (
    <Text c="dimmed" size="xs">
      {of !== undefined && `${of} · `}
      {t('stores.apiCode')}: <code className={css.code}>{code}</code>
    </Text>
  );
}
