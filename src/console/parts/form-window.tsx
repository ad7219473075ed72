import { Button, Modal, Stack } from '@mantine/core';
import type { ReactNode, SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from './failure-note.tsx';
import { WindowActions } from './window-actions.tsx';

/**
 * A small form over the page: its fields, why it did not work, and the two ways out. While it is sent there is no way
 * out: what the answer shows once would be shown to nobody.
 */
export function FormWindow({
  title,
  submit,
  leave,
  busy,
  ready = true,
  failure,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  submit: string;
  /** The way out that does nothing; «Cancel» when left out. */
  leave?: string;
  busy: boolean;
  ready?: boolean;
  failure: Error | null;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    if (ready && !busy) onSubmit();
  };
  const close = () => {
    if (!busy) onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      closeButtonProps={{ 'aria-label': t('common.close'), disabled: busy }}
    >
      <form onSubmit={send}>
        <Stack>
          {children}
          <FailureNote failure={failure} />
          <WindowActions>
            <Button variant="default" disabled={busy} onClick={close}>
              {leave ?? t('common.cancel')}
            </Button>
            <Button type="submit" loading={busy} disabled={!ready}>
              {submit}
            </Button>
          </WindowActions>
        </Stack>
      </form>
    </Modal>
  );
}
