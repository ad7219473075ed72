import { Button, Center, Code, CopyButton, Loader, Modal, Stack, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/**
 * A secret that is told this once: a password or a key. Closed only by its own button; one that is `awaited` keeps its
 * place on the screen, so that nobody is elsewhere when it comes.
 */
export function ShownOnce({
  title,
  text,
  secret,
  awaited = false,
  onClose,
}: {
  title: string;
  text: string;
  secret: string | null;
  awaited?: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={secret !== null || awaited}
      onClose={onClose}
      title={title}
      withCloseButton={false}
      closeOnClickOutside={false}
      closeOnEscape={false}
    >
      {secret === null ? (
        <Center py="xl">
          <Loader />
        </Center>
      ) : (
        <Stack>
          <Text size="sm">{text}</Text>
          <Code block fz="md" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }} data-secret>
            {secret}
          </Code>
          <CopyButton value={secret}>
            {({ copied, copy }) => (
              <Button
                variant="light"
                onClick={copy}
                leftSection={
                  copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />
                }
              >
                {t(copied ? 'common.copied' : 'common.copy')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={onClose} data-autofocus>
            {t('common.wroteDown')}
          </Button>
        </Stack>
      )}
    </Modal>
  );
}
