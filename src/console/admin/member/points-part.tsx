import { Button, Group, Stack } from '@mantine/core';
import { IconPlusMinus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberPage } from '#src/contract/member.ts';
import { pointsRoutes } from '#src/contract/points.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { AccountsPart } from './account-part.tsx';
import { AdjustWindow } from './adjust-window.tsx';
import { GiftsPart } from './gifts-part.tsx';
import { HoldsPart } from './holds-part.tsx';
import { TierPart } from './tier-part.tsx';
import { TransferList } from './transfer-list.tsx';
import { WaitingAdjustments } from './waiting-adjustments.tsx';

/** Everything about a member's points, and the way to change them. */
export function PointsPart({ member }: { member: MemberPage }) {
  const { t } = useTranslation();
  const { memberId } = member;
  const points = useQuery(reading(pointsRoutes.readPoints, { params: { memberId } }));
  const [adjusting, setAdjusting] = useState(false);
  return (
    <Answer of={points}>
      {({ accounts, tier, holds, gifts, adjustmentRoom }) => (
        <Stack gap="lg">
          <AccountsPart accounts={accounts} />
          <WaitingAdjustments memberId={memberId} />
          {member.status === 'active' && (
            <Group>
              <Button
                variant="default"
                leftSection={<IconPlusMinus size={18} aria-hidden />}
                onClick={() => setAdjusting(true)}
              >
                {t('adjust.open')}
              </Button>
            </Group>
          )}
          {tier && <TierPart tier={tier} />}
          <HoldsPart holds={holds} accounts={accounts} />
          <GiftsPart memberId={memberId} gifts={gifts} accounts={accounts} />
          <TransferList memberId={memberId} accounts={accounts} />
          {adjusting && (
            <AdjustWindow
              memberId={memberId}
              shownName={member.shownName}
              accounts={accounts.filter((each) => !each.closed)}
              room={adjustmentRoom}
              onClose={() => setAdjusting(false)}
            />
          )}
        </Stack>
      )}
    </Answer>
  );
}
