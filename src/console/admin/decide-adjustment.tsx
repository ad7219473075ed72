import { Button, Group } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Adjustment, adjustmentRoutes } from '#src/contract/adjustments.ts';
import { adminRoutes } from '#src/contract/admin.ts';
import { pointsRoutes } from '#src/contract/points.ts';
import { useWriting } from '../api/api-queries.ts';
import { useCurrencyWords } from '../parts/currency-words.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFailureWords } from '../parts/failure-words.ts';
import { useTell } from '../parts/tell.ts';
import { useMe } from '../session/session-query.ts';

export const ADJUSTMENTS_STALE = {
  stale: [
    adjustmentRoutes.listAdjustments,
    adminRoutes.readToday,
    pointsRoutes.readPoints,
    pointsRoutes.listTransfers,
  ],
};

/**
 * Agree or refuse, and the way back from agreeing; whoever asked may take it back, and sees that somebody else decides.
 * What has come of it is told over the screen: the card is gone by then.
 */
export function DecideAdjustment({ adjustment }: { adjustment: Adjustment }) {
  const { t } = useTranslation();
  const { role } = useMe();
  const currency = useCurrencyWords();
  const tell = useTell();
  const words = useFailureWords();
  const { adjustmentId, shownName: name } = adjustment;
  const params = { adjustmentId };
  const agree = useWriting(adjustmentRoutes.agreeToAdjustment, ADJUSTMENTS_STALE);
  const refuse = useWriting(adjustmentRoutes.refuseAdjustment, ADJUSTMENTS_STALE);
  const withdraw = useWriting(adjustmentRoutes.withdrawAdjustment, ADJUSTMENTS_STALE);
  const reverse = useWriting(adjustmentRoutes.reverseAdjustment, ADJUSTMENTS_STALE);
  const sums = { name, amount: currency.signed(adjustment, adjustment.amount) };
  const takeBack = () =>
    reverse.mutateAsync({ params }).then(
      () => tell({ text: t('approvals.done.reversed', sums), about: adjustmentId }),
      (failure: Error) =>
        tell({
          text: words(failure),
          about: adjustmentId,
          open: '/approvals',
          openWords: t('adjust.look'),
        }),
    );
  const back = { label: t('approvals.reverse'), act: () => void takeBack() };
  const decide = (
    { mutateAsync }: Pick<typeof agree, 'mutateAsync'>,
    done: 'agreed' | 'refused' | 'withdrawn',
  ) =>
    mutateAsync({ params }).then(
      () =>
        tell({
          text: t(`approvals.done.${done}`, sums),
          about: adjustmentId,
          back: done === 'agreed' ? back : undefined,
        }),
      // It is said in the card.
      () => undefined,
    );
  const busy = agree.isPending || refuse.isPending || withdraw.isPending;
  const failure = agree.error ?? refuse.error ?? withdraw.error;
  if (adjustment.mine)
    return (
      <>
        <small>{t('approvals.own')}</small>
        <FailureNote failure={failure} />
        <Group>
          <Button
            size="xs"
            variant="default"
            loading={withdraw.isPending}
            onClick={() => void decide(withdraw, 'withdrawn')}
          >
            {t('approvals.withdraw')}
          </Button>
        </Group>
      </>
    );
  if (role !== 'admin') return <small>{t('approvals.adminDecides')}</small>;
  return (
    <>
      <FailureNote failure={failure} />
      <Group gap="xs">
        <Button disabled={busy} loading={agree.isPending} onClick={() => void decide(agree, 'agreed')}>
          {t('approvals.agree')}
        </Button>
        <Button
          variant="default"
          disabled={busy}
          loading={refuse.isPending}
          onClick={() => void decide(refuse, 'refused')}
        >
          {t('approvals.refuse')}
        </Button>
      </Group>
    </>
  );
}
