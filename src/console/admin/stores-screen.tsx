import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminRoutes, type Store } from '#src/contract/admin.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { Answer } from '../parts/answer.tsx';
import { EmptyState } from '../parts/empty-state.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Page, Sheet } from '../parts/page.tsx';
import { ApiCode } from './api-code.tsx';
import { StoreForm } from './store-form.tsx';
import { STORES_STALE } from './stores-stale.ts';
import { TillForm } from './till-form.tsx';

type Open = { form: 'store'; store: Store | null } | { form: 'till'; store: Store } | null;

/** Stores and the tills in them. */
export function StoresScreen() {
  const { t } = useTranslation();
  const list = useQuery(reading(adminRoutes.listStores, {}));
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  return (
    <Page
      title={t('nav.stores')}
      actions={
        <Button
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => setOpen({ form: 'store', store: null })}
        >
          {t('stores.new')}
        </Button>
      }
    >
      <Answer of={list}>
        {({ stores }) =>
          stores.length === 0 ? (
            <EmptyState title={t('stores.empty.title')} text={t('stores.empty.text')} />
          ) : (
            <Stack>
              {stores.map((store) => (
                <StoreSheet key={store.storeId} store={store} onOpen={setOpen} />
              ))}
            </Stack>
          )
        }
      </Answer>
      {open?.form === 'store' && <StoreForm store={open.store} onClose={close} />}
      {open?.form === 'till' && <TillForm store={open.store} onClose={close} />}
    </Page>
  );
}

function StoreSheet({ store, onOpen }: { store: Store; onOpen: (open: Open) => void }) {
  const { t } = useTranslation();
  const change = useWriting(adminRoutes.changeStore, STORES_STALE);
  const closed = store.closedAt !== null;
  const setClosed = () => change.mutate({ params: { storeId: store.storeId }, body: { closed: !closed } });
  return (
    <Sheet
      title={
        <Group gap="xs" component="span">
          {store.name}
          {closed && <Badge color="red">{t('stores.closed')}</Badge>}
        </Group>
      }
      actions={
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => onOpen({ form: 'store', store })}>
            {t('common.change')}
          </Button>
          <Button size="xs" variant="default" loading={change.isPending} onClick={setClosed}>
            {t(closed ? 'stores.open' : 'stores.close')}
          </Button>
        </Group>
      }
    >
      <Text c="dimmed" size="sm">
        {store.city}, {store.address}
      </Text>
      <ApiCode code={store.storeId} />
      <Stack gap="xs" mt="sm" align="flex-start">
        {store.tills.map((till) => (
          <Group key={till.tillId} gap="xs">
            <Badge size="lg" color="gray">
              {till.name}
            </Badge>
            <ApiCode code={till.tillId} />
          </Group>
        ))}
        {store.tills.length === 0 && <Text size="sm">{t('stores.noTills')}</Text>}
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => onOpen({ form: 'till', store })}
        >
          {t('stores.addTill')}
        </Button>
      </Stack>
      <FailureNote failure={change.error} />
    </Sheet>
  );
}
