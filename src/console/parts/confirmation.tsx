import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from './failure-note.tsx';
import { WindowActions } from './window-actions.tsx';

/**
 * Asks before something that cannot be undone. Where `typed` is told, that word or number has to be typed first; where
 * it is not, the button alone decides.
 */
export function Confirmation({
  opened,
  title,
  children,
  confirm,
  typed,
  danger = false,
  ready = true,
  busy,
  failure,
  onConfirm,
  onClose,
}: {
  opened: boolean;
  title: string;
  children: ReactNode;
  confirm: string;
  typed?: { value: string; label: string };
  danger?: boolean;
  /** False while it is not known yet what would be confirmed. */
  ready?: boolean;
  busy: boolean;
  failure: Error | null;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [written, setWritten] = useState('');
  const close = () => {
    setWritten('');
    onClose();
  };
  const isReady = ready && (!typed || written.replace(/\s/g, '') === typed.value);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isReady && !busy) onConfirm();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Text component="div">{children}</Text>
          {typed && (
            <TextInput
              label={typed.label}
              value={written}
              onChange={(event) => setWritten(event.currentTarget.value)}
              autoComplete="off"
              data-autofocus
            />
          )}
          <FailureNote failure={failure} />
          <WindowActions>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" color={danger ? 'red' : undefined} disabled={!isReady} loading={busy}>
              {confirm}
            </Button>
          </WindowActions>
        </Stack>
      </form>
    </Modal>
  );
}
