import { Anchor, Button, Modal, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type SettledTransfer, type SettlementLine, settlementRoutes } from '#src/contract/settlements.ts';
import { call } from '../../api/call.ts';
import { keyOf } from '../../api/read-anew.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Records } from '../../parts/records.tsx';

/** The transfers that a line is made of, each leading to its member. */
export function SettledTransfers({
  partnerId,
  month,
  line: { currency, actor, side },
  onClose,
}: {
  partnerId: string;
  month: string;
  line: SettlementLine;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const route = settlementRoutes.listSettledTransfers;
  const pages = useInfiniteQuery({
    queryKey: [...keyOf(route), partnerId, month, currency, actor, side],
    queryFn: ({ pageParam, signal }) =>
      call(
        route,
        {
          params: { partnerId, month },
          query: {
            currency,
            actor,
            side,
            ...(pageParam && {
              after: pageParam.transferId,
              afterAt: pageParam.at,
            }),
          },
        },
        signal,
      ),
    initialPageParam: null as SettledTransfer | null,
    getNextPageParam: (page) => (page.more ? (page.transfers.at(-1) ?? null) : null),
  });
  const transfers = pages.data?.pages.flatMap((page) => page.transfers) ?? [];
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={`${t(`partners.side.${actor}.${side}`)}, ${format.month(month)}`}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <FailureNote failure={pages.error} onRetry={() => void pages.refetch()} />
      {transfers.length > 0 && (
        <Records
          label={t('partners.settlement.transfers')}
          records={transfers}
          keyOf={({ transferId }) => transferId}
          columns={[
            { name: t('partners.settlement.at'), cell: ({ at }) => format.moment(at) },
            {
              name: t('partners.settlement.points'),
              figures: true,
              cell: ({ points }) => format.signed(points),
            },
            {
              name: t('partners.settlement.amount'),
              figures: true,
              cell: ({ owedMinor }) => (owedMinor === 0 ? '–' : format.money(Math.abs(owedMinor))),
            },
            { name: t('partners.settlement.slip'), cell: ({ reference }) => reference || '–' },
            { name: t('partners.settlement.key'), cell: ({ keyName }) => keyName ?? '–' },
            {
              name: t('partners.settlement.member'),
              cell: ({ memberId }) => (
                <Anchor component={Link} to={`/members/${memberId}`} size="sm">
                  {t('partners.settlement.openMember')}
                </Anchor>
              ),
            },
          ]}
        />
      )}
      {pages.isPending && <Text c="dimmed">…</Text>}
      {pages.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t('partners.settlement.more')}
        </Button>
      )}
    </Modal>
  );
}
