import { Badge, Button, Group, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { adminRoutes, type Staff } from '#src/contract/admin.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { Answer } from '../parts/answer.tsx';
import { Confirmation } from '../parts/confirmation.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Page, Sheet } from '../parts/page.tsx';
import { Records } from '../parts/records.tsx';
import { RowMenu } from '../parts/row-menu.tsx';
import { ShownOnce } from '../parts/shown-once.tsx';
import { useMyStores } from '../session/session-query.ts';
import { StaffForm } from './staff-form.tsx';

/** Everybody who may sign in. */
export function StaffScreen() {
  const { t } = useTranslation();
  const stores = useMyStores();
  const list = useQuery(reading(adminRoutes.listStaff, {}));
  const [editing, setEditing] = useState<Staff | 'new' | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const stale = [adminRoutes.listStaff];
  const reset = useWriting(adminRoutes.resetPassword);
  const disable = useWriting(adminRoutes.disableStaff, { stale });
  const enable = useWriting(adminRoutes.enableStaff, { stale });
  const [losing, setLosing] = useState<Staff | null>(null);
  const remove = useWriting(adminRoutes.removeSecondFactor, { stale });
  const storesOf = ({ role, storeIds }: Staff) =>
    role === 'cashier'
      ? stores.flatMap(({ storeId, name }) => (storeIds.includes(storeId) ? [name] : [])).join(', ')
      : t('staff.allStores');
  const actions = (person: Staff) => (
    <RowMenu label={t('staff.actions', { name: person.name })}>
      <Menu.Item onClick={() => setEditing(person)}>{t('common.change')}</Menu.Item>
      <Menu.Item
        onClick={() =>
          reset.mutate(
            { params: { staffId: person.staffId } },
            { onSuccess: ({ password }) => setSecret(password) },
          )
        }
      >
        {t('staff.reset')}
      </Menu.Item>
      {person.secondFactor && (
        <Menu.Item onClick={() => setLosing(person)}>{t('staff.removeSecondFactor')}</Menu.Item>
      )}
      {person.disabledAt === null ? (
        <Menu.Item color="red" onClick={() => disable.mutate({ params: { staffId: person.staffId } })}>
          {t('staff.disable')}
        </Menu.Item>
      ) : (
        <Menu.Item onClick={() => enable.mutate({ params: { staffId: person.staffId } })}>
          {t('staff.enable')}
        </Menu.Item>
      )}
    </RowMenu>
  );
  return (
    <Page
      title={t('nav.staff')}
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEditing('new')}>
          {t('staff.new')}
        </Button>
      }
    >
      <FailureNote failure={reset.error ?? disable.error ?? enable.error} />
      <Sheet>
        <Answer of={list}>
          {({ staff }) => (
            <Records
              label={t('nav.staff')}
              records={staff}
              keyOf={({ staffId }) => staffId}
              onOpen={setEditing}
              actions={actions}
              columns={[
                { name: t('staff.name'), cell: ({ name }) => name },
                { name: t('signIn.login'), cell: ({ login }) => login },
                {
                  name: t('staff.role'),
                  cell: ({ role, disabledAt, secondFactor }) => (
                    <Group gap={6} wrap="nowrap" display="inline-flex">
                      {t(`role.${role}`)}
                      {secondFactor && (
                        <Badge color="green" variant="light">
                          {t('staff.secondFactor')}
                        </Badge>
                      )}
                      {disabledAt !== null && <Badge color="red">{t('staff.disabled')}</Badge>}
                    </Group>
                  ),
                },
                { name: t('staff.stores'), cell: storesOf },
              ]}
            />
          )}
        </Answer>
      </Sheet>
      {editing && (
        <StaffForm
          person={editing === 'new' ? null : editing}
          onCreated={setSecret}
          onClose={() => setEditing(null)}
        />
      )}
      <Confirmation
        opened={losing !== null}
        title={t('staff.removeSecondFactor')}
        confirm={t('staff.removeSecondFactor')}
        danger
        busy={remove.isPending}
        failure={remove.error}
        onConfirm={() =>
          losing &&
          remove.mutate({ params: { staffId: losing.staffId } }, { onSuccess: () => setLosing(null) })
        }
        onClose={() => setLosing(null)}
      >
        {t('staff.removeSecondFactorText', { name: losing?.name ?? '' })}
      </Confirmation>
      <ShownOnce
        title={t('staff.passwordTitle')}
        text={t('staff.passwordText')}
        secret={secret}
        awaited={reset.isPending}
        onClose={() => setSecret(null)}
      />
    </Page>
  );
}
