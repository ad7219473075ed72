import { ActionIcon, CopyButton, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import css from './api-code.module.css';

/** The sign by which the shop's own systems call a store or a till, to be copied. */
export function ApiCode({ code, of }: { code: string; of?: string }) {
  const { t } = useTranslation();
  return (
    <Text c="dimmed" size="xs">
      {of !== undefined && `${of} · `}
      {t('stores.apiCode')}: <code className={css.code}>{code}</code>
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <ActionIcon
            className={css.copy}
            variant="subtle"
            color="gray"
            size={28}
            aria-label={t(copied ? 'common.copied' : 'stores.copyCode', { code })}
            onClick={copy}
          >
            {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </Text>
  );
}
