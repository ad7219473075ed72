import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { adminRoutes } from '#src/contract/admin.ts';
import { useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFormats } from '../parts/formats.ts';

/** Later than any wait that ends by itself: staff have to decide. */
const BY_ITSELF_MS = 366 * 86_400_000;

/** Says that burning waits since a new messenger account has shown up, and lets staff end it once they know who it is. */
export function BurnWait({ memberId, until }: { memberId: string; until: string }) {
  const { t } = useTranslation();
  const format = useFormats();
  const allow = useWriting(adminRoutes.allowBurning, { stale: [adminRoutes.readMember] });
  const disputed = Date.parse(until) - Date.now() > BY_ITSELF_MS;
  return (
    <Alert color="yellow" title={t(disputed ? 'members.burnDisputed' : 'members.burnWaits')}>
      <Group justify="space-between" gap="sm">
        {disputed
          ? t('members.burnDisputedText')
          : t('members.burnWaitsText', { moment: format.moment(until) })}
        <Button
          size="xs"
          variant="default"
          loading={allow.isPending}
          onClick={() => allow.mutate({ params: { memberId } })}
        >
          {t('members.allowBurning')}
        </Button>
      </Group>
      <FailureNote failure={allow.error} />
    </Alert>
  );
}
