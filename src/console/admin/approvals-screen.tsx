import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Adjustment, adjustmentRoutes } from '#src/contract/adjustments.ts';
import { campaignPlanRoutes } from '#src/contract/campaign-plan.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { WaitingCampaigns } from '../marketing/campaigns/waiting-campaigns.tsx';
import { Answer } from '../parts/answer.tsx';
import { Confirmation } from '../parts/confirmation.tsx';
import { useCurrencyWords } from '../parts/currency-words.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { Page, Sheet } from '../parts/page.tsx';
import { useMe } from '../session/session-query.ts';
import { AdjustmentCard } from './adjustment-card.tsx';
import { ADJUSTMENTS_STALE, DecideAdjustment } from './decide-adjustment.tsx';

type Which = 'waiting' | 'decided';

/** Campaigns and points that wait for a second pair of eyes, and what was decided before. */
export function ApprovalsScreen() {
  const { t } = useTranslation();
  const [which, setWhich] = useState<Which>('waiting');
  const list = useQuery(reading(adjustmentRoutes.listAdjustments, { query: { which } }));
  const campaigns = useQuery(reading(campaignPlanRoutes.listWaitingCampaigns, {}));
  return (
    <Page
      title={t('nav.approvals')}
      actions={
        <SegmentedControl
          aria-label={t('approvals.which')}
          data={[
            { value: 'waiting', label: t('approvals.waiting') },
            { value: 'decided', label: t('approvals.decided') },
          ]}
          value={which}
          onChange={(next) => setWhich(next === 'decided' ? 'decided' : 'waiting')}
        />
      }
    >
      {which === 'waiting' && <WaitingCampaigns />}
      <Answer of={list}>
        {({ adjustments, limit }) =>
          adjustments.length === 0
            ? (which === 'decided' || campaigns.data?.campaigns.length === 0) && (
                <Sheet>
                  <Nothing which={which} limit={limit} />
                </Sheet>
              )
            : adjustments.map((each) => (
                <AdjustmentCard key={each.adjustmentId} adjustment={each}>
                  {which === 'waiting' ? (
                    <DecideAdjustment adjustment={each} />
                  ) : (
                    <Reverse adjustment={each} />
                  )}
                </AdjustmentCard>
              ))
        }
      </Answer>
    </Page>
  );
}

function Nothing({ which, limit }: { which: Which; limit: number }) {
  const { t } = useTranslation();
  const text =
    which === 'waiting'
      ? t('approvals.empty.text', { points: t('points.count', { count: limit }) })
      : t('approvals.emptyDecided.text');
  return (
    <EmptyState
      title={t(which === 'waiting' ? 'approvals.empty.title' : 'approvals.emptyDecided.title')}
      text={text}
    />
  );
}

/** A transfer of the other sign: what was posted stays in the books beside it. */
function Reverse({ adjustment }: { adjustment: Adjustment }) {
  const { t } = useTranslation();
  const words = useCurrencyWords();
  const { role } = useMe();
  const [asking, setAsking] = useState(false);
  const reverse = useWriting(adjustmentRoutes.reverseAdjustment, ADJUSTMENTS_STALE);
  if (adjustment.status !== 'posted' || role !== 'admin') return null;
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {t('approvals.reverse')}
      </Button>
      <Confirmation
        opened={asking}
        title={t('approvals.reverseTitle', { amount: words.signed(adjustment, adjustment.amount) })}
        confirm={t('approvals.reverse')}
        busy={reverse.isPending}
        failure={reverse.error}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          reverse.mutate(
            { params: { adjustmentId: adjustment.adjustmentId } },
            { onSuccess: () => setAsking(false) },
          )
        }
      >
        {t('approvals.reverseText', {
          name: adjustment.shownName,
          amount: words.signed(adjustment, -adjustment.amount),
        })}
      </Confirmation>
    </>
  );
}
