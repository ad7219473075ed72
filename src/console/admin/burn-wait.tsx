import { Alert, Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { adminRoutes } from '#src/contract/admin.ts';
import type { MemberPage } from '#src/contract/member.ts';
import { useWriting } from '../api/api-queries.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFormats } from '../parts/formats.ts';

/** Says that burning waits and why, and lets staff end it once they know whose the chat or the plastic card is. */
export function BurnWait({
  memberId,
  until,
  why,
}: {
  memberId: string;
  until: string;
  why: MemberPage['burnWaitsFor'];
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const allow = useWriting(adminRoutes.allowBurning, { stale: [adminRoutes.readMember] });
  const disputed = why === 'staff';
  return (
    <Alert color="yellow" title={t(disputed ? 'members.burnDisputed' : 'members.burnWaits')}>
      <Group justify="space-between" gap="sm">
        {disputed
          ? t('members.burnDisputedText')
          : t(why === 'plastic' ? 'members.burnWaitsPlasticText' : 'members.burnWaitsText', {
              moment: format.moment(until),
            })}
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
