import { Anchor, Badge, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type AccountShown, type Gift, pointsRoutes } from '#src/contract/points.ts';
import { useWriting } from '../../api/api-queries.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { useCurrencyWords } from '../../parts/currency-words.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useMe } from '../../session/session-query.ts';
import { Part } from './part.tsx';

/** Points given to others and received from them; an admin gives back one that still waits or undoes one. */
export function GiftsPart({
  memberId,
  gifts,
  accounts,
}: {
  memberId: string;
  gifts: Gift[];
  accounts: AccountShown[];
}) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useCurrencyWords();
  const { role } = useMe();
  const cancel = useWriting(pointsRoutes.cancelGift, {
    stale: [pointsRoutes.readPoints, pointsRoutes.listTransfers],
  });
  const reverse = useWriting(pointsRoutes.reverseGift, {
    stale: [pointsRoutes.readPoints, pointsRoutes.listTransfers],
  });
  const [undoing, setUndoing] = useState<Gift | null>(null);
  const ask = (gift: Gift | null) => {
    reverse.reset();
    setUndoing(gift);
  };
  if (gifts.length === 0) return null;
  return (
    <Part title={t('gifts.title')}>
      {gifts.map((gift) => (
        <li key={gift.giftId}>
          <span>
            {t(
              gift.direction === 'received'
                ? 'gifts.received'
                : gift.other
                  ? 'gifts.given'
                  : 'gifts.givenByLink',
            )}{' '}
            {gift.other && (
              <Anchor component={Link} to={`/members/${gift.other.memberId}`}>
                {gift.other.shownName}
              </Anchor>
            )}
            <small>
              {format.moment(gift.givenAt)}
              {gift.status === 'waiting' && ` · ${t('gifts.until', { day: format.day(gift.expiresAt) })}`}
              {gift.note !== '' && ` · ${gift.note}`}
            </small>
            {gift.status === 'waiting' && gift.direction === 'given' && role === 'admin' && (
              <Button
                size="compact-xs"
                variant="default"
                mt={4}
                loading={cancel.isPending && cancel.variables.params.giftId === gift.giftId}
                onClick={() => cancel.mutate({ params: { memberId, giftId: gift.giftId } })}
              >
                {t('gifts.cancel')}
              </Button>
            )}
            {gift.status === 'accepted' && role === 'admin' && (
              <Button size="compact-xs" variant="default" mt={4} onClick={() => ask(gift)}>
                {t('gifts.reverse')}
              </Button>
            )}
          </span>
          <b>
            {words.count(
              accounts.find((each) => each.currency === gift.currency),
              gift.amount,
            )}{' '}
            <Badge color={gift.status === 'waiting' ? 'yellow' : 'gray'}>
              {t(`gifts.status.${gift.status}`)}
            </Badge>
          </b>
        </li>
      ))}
      <FailureNote failure={cancel.error} />
      <Confirmation
        opened={undoing !== null}
        title={t('gifts.reverseTitle')}
        confirm={t('gifts.reverse')}
        danger
        busy={reverse.isPending}
        failure={reverse.error}
        onConfirm={() =>
          undoing &&
          reverse.mutate({ params: { memberId, giftId: undoing.giftId } }, { onSuccess: () => ask(null) })
        }
        onClose={() => ask(null)}
      >
        {t('gifts.reverseText')}
      </Confirmation>
    </Part>
  );
}
