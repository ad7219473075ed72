import { Button } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccountShown, pointsRoutes, type TransferShown } from '#src/contract/points.ts';
import { call } from '../../api/call.ts';
import { keyOf } from '../../api/read-anew.ts';
import { useCurrencyWords } from '../../parts/currency-words.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import css from '../members-screen.module.css';
import { Part } from './part.tsx';
import { Why } from './why.tsx';

const pages = (memberId: string) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(pointsRoutes.listTransfers), memberId],
    queryFn: ({ pageParam, signal }) =>
      call(
        pointsRoutes.listTransfers,
        { params: { memberId }, query: pageParam ? { before: pageParam } : {} },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ more, transfers }) => (more ? transfers.at(-1)?.transferId : undefined),
  });

/** Every transfer of a member, the newest first; each says why it is what it is. */
export function TransferList({ memberId, accounts }: { memberId: string; accounts: AccountShown[] }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(pages(memberId));
  const transfers = list.data?.pages.flatMap((page) => page.transfers) ?? [];
  return (
    <>
      <Part title={t('members.transfers')} empty={list.isSuccess && transfers.length === 0}>
        {transfers.map((transfer) => (
          <Transfer key={transfer.transferId} memberId={memberId} transfer={transfer} accounts={accounts} />
        ))}
      </Part>
      <FailureNote failure={list.error} onRetry={() => void list.refetch()} />
      {list.hasNextPage && (
        <Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('points.earlier')}
        </Button>
      )}
    </>
  );
}

function Transfer({
  memberId,
  transfer,
  accounts,
}: {
  memberId: string;
  transfer: TransferShown;
  accounts: AccountShown[];
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useCurrencyWords();
  const [open, setOpen] = useState(false);
  const account = accounts.find((each) => each.currency === transfer.currency);
  const own = !account?.names;
  const late = wasLate(transfer);
  return (
    <li className={css.transfer}>
      <div>
        <span>
          {titleOf(transfer, t)}
          <small>
            {format.moment(late ? transfer.recordedAt : transfer.occurredAt)}
            {transfer.balanceAfter !== null &&
              ` · ${t('members.after', { balance: format.number(transfer.balanceAfter) })}`}
          </small>
        </span>
        <b className={transfer.amount < 0 ? css.minus : css.plus}>
          {own
            ? format.signed(transfer.amount)
            : `${transfer.amount < 0 ? '' : '+'}${words.count(account, transfer.amount)}`}
        </b>
      </div>
      <button type="button" className={css.why} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('points.why')}
        <IconChevronDown size={16} aria-hidden />
      </button>
      {open && late && <small>{t('members.happened', { at: format.moment(transfer.occurredAt) })}</small>}
      {open && <Why memberId={memberId} transferId={transfer.transferId} />}
    </li>
  );
}

/** Recorded so much later than it happened that the list, which is in the order of recording, would look shuffled by it. */
function wasLate({ occurredAt, recordedAt }: TransferShown): boolean {
  return Date.parse(recordedAt) - Date.parse(occurredAt) > 60_000;
}

function titleOf({ kind, receiptId, partner }: TransferShown, t: TFunction): string {
  if (partner !== null) {
    const what = kind === 'earn' || kind === 'burn' ? kind : 'reverse';
    return t(`members.partner.${what}`, { partner });
  }
  const isReturn = kind === 'reverse' && receiptId !== null;
  return t(`members.kind.${isReturn ? 'return' : kind}`, { defaultValue: kind });
}
