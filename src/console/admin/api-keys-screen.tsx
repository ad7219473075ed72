import { Anchor, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { apiKeyRoutes } from '#src/contract/api-keys.ts';
import { partnerRoutes } from '#src/contract/partners.ts';
import { reading } from '../api/api-queries.ts';
import { Answer } from '../parts/answer.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { Page, Sheet } from '../parts/page.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { ApiKeyForm } from './api-key-form.tsx';
import { ApiKeyList } from './api-key-list.tsx';

/** Keys for tills and partners that speak to the API. */
export function ApiKeysScreen() {
  const { t } = useTranslation();
  const list = useQuery(reading(apiKeyRoutes.listApiKeys, {}));
  const partners = useQuery(reading(partnerRoutes.listPartners, {}));
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const partnerName = (partnerId: string) =>
    partners.data?.partners.find((each) => each.partnerId === partnerId)?.name ?? '…';
  return (
    <Page
      title={t('nav.api-keys')}
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setMaking(true)}>
          {t('keys.new')}
        </Button>
      }
    >
      <Sheet>
        <Answer of={list}>
          {({ apiKeys }) =>
            apiKeys.length === 0 ? (
              <EmptyState title={t('keys.empty.title')} text={t('keys.empty.text')} />
            ) : (
              <ApiKeyList apiKeys={apiKeys} partnerName={partnerName} />
            )
          }
        </Answer>
      </Sheet>
      <Anchor href="/api/reference" target="_blank" rel="noreferrer" size="sm">
        {t('keys.reference')}
      </Anchor>
      {making && (
        <ApiKeyForm apiKey={null} partnerId={null} onCreated={setSecret} onClose={() => setMaking(false)} />
      )}
      <ShownOnce
        title={t('keys.secretTitle')}
        text={t('keys.secretText')}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </Page>
  );
}
