import { ActionIcon, Button, Stack, Text } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { MemberFound } from '#src/contract/member.ts';
import { type MergePreview, pointsRoutes } from '#src/contract/points.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { useCurrencyWords } from '../../parts/currency-words.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useTell } from '../../parts/tell.ts';
import { useTierName } from '../../parts/tier-name.ts';
import { WindowActions } from '../../parts/window-actions.tsx';
import css from '../members-screen.module.css';
import { MEMBERS_STALE } from './member-stale.ts';
import { Line } from './part.tsx';

/** What comes of two members who become one: whose card stays can be swapped; then it is confirmed. */
export function MergeSheet({
  member,
  other,
  onBack,
  onClose,
}: {
  member: MemberFound;
  other: MemberFound;
  onBack: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const tell = useTell();
  const [swapped, setSwapped] = useState(false);
  const [from, into] = swapped ? [other, member] : [member, other];
  const params = { memberId: from.memberId };
  const preview = useQuery({
    ...reading(pointsRoutes.previewMerge, { params, query: { into: into.memberId } }),
    retry: false,
  });
  const merge = useWriting(pointsRoutes.mergeMembers, MEMBERS_STALE);
  const confirm = () =>
    merge.mutate(
      { params, body: { into: into.memberId } },
      {
        onSuccess: ({ mergeId }) => {
          onClose();
          tell({ text: t('merge.done', { from: from.shownName, into: into.shownName }), about: mergeId });
          void navigate(`/members/${into.memberId}`);
        },
      },
    );
  return (
    <Stack>
      <div className={css.mergePair}>
        <Person member={from} what={t('merge.goes')} />
        <ActionIcon
          variant="default"
          size={44}
          radius="xl"
          disabled={merge.isPending}
          aria-label={t('merge.swap')}
          title={t('merge.swap')}
          onClick={() => setSwapped(!swapped)}
        >
          <IconArrowsExchange size={20} aria-hidden />
        </ActionIcon>
        <Person member={into} what={t('merge.stays')} />
      </div>
      <Answer of={preview}>{(data) => <WhatComes preview={data} />}</Answer>
      <FailureNote failure={merge.error} />
      <WindowActions>
        <Button variant="default" onClick={onBack}>
          {t('common.back')}
        </Button>
        <Button disabled={!preview.data} loading={merge.isPending} onClick={confirm}>
          {t('merge.confirm')}
        </Button>
      </WindowActions>
    </Stack>
  );
}

function Person({ member, what }: { member: MemberFound; what: string }) {
  return (
    <span>
      <small>{what}</small>
      <b>{member.shownName}</b>
      <small>{member.maskedPhone ?? member.maskedCardNumber}</small>
    </span>
  );
}

function WhatComes({ preview }: { preview: MergePreview }) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useCurrencyWords();
  const tierName = useTierName();
  const { from, into, has, consent } = preview;
  const lost = [
    from.shownName !== into.shownName && from.shownName,
    into.maskedPhone !== null && from.maskedPhone,
  ].filter((each) => typeof each === 'string');
  const both = (moves: number, already: number, say: (count: number) => string = format.number) => (
    <Sum whole={say(moves + already)} parts={[say(moves), say(already)]} isSum={moves > 0 && already > 0} />
  );
  return (
    <>
      <ul className={css.list}>
        <Line
          name={
            <>
              {t('merge.person')}
              {lost.length > 0 && <small>{t('merge.lost', { what: lost.join(', ') })}</small>}
            </>
          }
          value={
            <>
              {into.shownName}
              <small>{into.maskedPhone ?? from.maskedPhone}</small>
            </>
          }
        />
        {preview.points.map((each) =>
          each.debt > 0 || each.hasDebt > 0 ? (
            <Owing key={each.currency} of={each} />
          ) : (
            <Line
              key={each.currency}
              name={words.name(each)}
              value={both(each.amount, each.has, (count) => words.count(each, count))}
            />
          ),
        )}
        <Line name={t('merge.cards')} value={both(preview.cards, has.cards)} />
        <Line name={t('merge.chats')} value={both(preview.chats, has.chats)} />
        <Line
          name={t('merge.turnover')}
          value={both(preview.turnoverMinor, has.turnoverMinor, format.wholeMoney)}
        />
        <Line
          name={t('merge.bought')}
          value={both(preview.receipts, has.receipts, (count) => t('merge.receipts', { count }))}
        />
        <Line name={t('merge.tierAfter')} value={tierName(preview.tierKey)} />
        <Line
          name={
            <>
              {t('members.consentKind.marketing')}
              <small>{t(whyConsent(consent))}</small>
            </>
          }
          value={t(
            consent.after ? 'members.given' : consent.takenBack ? 'members.takenBack' : 'merge.notGiven',
          )}
        />
      </ul>
      <Text size="sm" c="dimmed">
        {t('merge.canUndo')}
      </Text>
    </>
  );
}

/** What one of them owes, or both: said of each, and what comes of it. */
function Owing({ of }: { of: MergePreview['points'][number] }) {
  const { t } = useTranslation();
  const words = useCurrencyWords();
  const say = (count: number, debt: number) =>
    debt > 0 ? t('merge.debt', { points: words.count(of, debt) }) : words.count(of, count);
  return (
    <Line
      name={
        <>
          {words.name(of)}
          {of.debtAfter > 0 && <small>{t('merge.debtAfter')}</small>}
        </>
      }
      value={
        <>
          {say(of.after, of.debtAfter)}
          <small>{`${t('merge.goes')}: ${say(of.amount, of.debt)}`}</small>
          <small>{`${t('merge.stays')}: ${say(of.has, of.hasDebt)}`}</small>
        </>
      }
    />
  );
}

/** What both have together, and how much of it goes over and is there already. */
function Sum({ whole, parts, isSum }: { whole: string; parts: string[]; isSum: boolean }) {
  return (
    <>
      {whole}
      {isSum && <small>{parts.join(' + ')}</small>}
    </>
  );
}

function whyConsent({ from, into, takenBack, after }: MergePreview['consent']) {
  if (takenBack) return 'merge.consent.takenBack';
  if (from && into) return 'merge.consent.both';
  if (into) return 'merge.consent.into';
  if (from) return after ? 'merge.consent.from' : 'merge.consent.elsewhere';
  return 'merge.consent.none';
}
