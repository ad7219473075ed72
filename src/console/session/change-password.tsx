import { Button, Modal, Stack, Text } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { password, sessionRoutes } from '#src/contract/session.ts';
import { useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { PasswordField } from '../parts/password-field.tsx';

/** A new password of my own; other devices of mine are signed out. */
export function ChangePassword({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const change = useWriting(sessionRoutes.changePassword);
  const close = () => {
    setCurrent('');
    setNext('');
    change.reset();
    onClose();
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate({ body: { currentPassword: current, newPassword: next } }, { onSuccess: close });
  };
  const short = next !== '' && !password.safeParse(next).success;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('me.password')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" c="dimmed">
            {t('me.passwordText')}
          </Text>
          <PasswordField
            label={t('me.currentPassword')}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
            autoComplete="current-password"
            data-autofocus
          />
          <PasswordField
            label={t('me.newPassword')}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
            autoComplete="new-password"
            error={short && t('me.passwordShort')}
          />
          <FailureNote failure={change.error} />
          <Button type="submit" loading={change.isPending} disabled={current === '' || next === '' || short}>
            {t('common.save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
