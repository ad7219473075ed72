import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { adminRoutes } from '#src/contract/admin.ts';
import type { MemberFound, MemberPage } from '#src/contract/member.ts';
import { type MergePreview, pointsRoutes } from '#src/contract/points.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { useCurrencyWords } from '../../parts/currency-words.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useTierName } from '../../parts/tier-name.ts';
import css from '../members-screen.module.css';
import { Line } from './part.tsx';

/** Makes this member part of another: find the other, see what goes over, then confirm. */
export function MergeWindow({ member, onClose }: { member: MemberPage; onClose: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [into, setInto] = useState<MemberFound | null>(null);
  const find = useWriting(adminRoutes.findMember);
  const search = (event: SubmitEvent) => {
    event.preventDefault();
    if (code.trim().length >= 4) find.mutate({ body: { code } }, { onSuccess: setInto });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('merge.title', { name: member.shownName })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {into ? (
        <Preview member={member} into={into} onBack={() => setInto(null)} onClose={onClose} />
      ) : (
        <form onSubmit={search}>
          <Stack>
            <Text size="sm">{t('merge.text')}</Text>
            <TextInput
              label={t('merge.search')}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              inputMode="tel"
              autoComplete="off"
              data-autofocus
            />
            <FailureNote failure={find.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t('common.cancel')}
              </Button>
              <Button type="submit" loading={find.isPending} disabled={code.trim().length < 4}>
                {t('members.find')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

function Preview({
  member,
  into,
  onBack,
  onClose,
}: {
  member: MemberPage;
  into: MemberFound;
  onBack: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const params = { memberId: member.memberId };
  const preview = useQuery({
    ...reading(pointsRoutes.previewMerge, { params, query: { into: into.memberId } }),
    retry: false,
  });
  const merge = useWriting(pointsRoutes.mergeMembers, {
    stale: [adminRoutes.readMember, pointsRoutes.readPoints, pointsRoutes.listTransfers],
  });
  const confirm = () =>
    merge.mutate(
      { params, body: { into: into.memberId } },
      {
        onSuccess: () => {
          onClose();
          void navigate(`/members/${into.memberId}`);
        },
      },
    );
  return (
    <Stack>
      <Answer of={preview}>{(data) => <WhatMoves preview={data} />}</Answer>
      <FailureNote failure={merge.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onBack}>
          {t('common.back')}
        </Button>
        <Button disabled={!preview.data} loading={merge.isPending} onClick={confirm}>
          {t('merge.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}

function WhatMoves({ preview }: { preview: MergePreview }) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useCurrencyWords();
  const tierName = useTierName();
  const { from, into } = preview;
  return (
    <>
      <p className={css.mergePair}>
        <span>
          <b>{from.shownName}</b>
          <small>{from.maskedPhone ?? from.maskedCardNumber}</small>
        </span>
        <span aria-hidden>→</span>
        <span>
          <b>{into.shownName}</b>
          <small>{into.maskedPhone ?? into.maskedCardNumber}</small>
        </span>
      </p>
      <ul className={css.list}>
        {preview.points.map((each) => (
          <Line key={each.currency} name={words.name(each)} value={words.count(each, each.amount)} />
        ))}
        <Line name={t('merge.cards')} value={format.number(preview.cards)} />
        <Line name={t('merge.chats')} value={format.number(preview.chats)} />
        <Line
          name={t('merge.turnover')}
          value={`${format.wholeMoney(preview.turnoverMinor)} · ${t('merge.receipts', { count: preview.receipts })}`}
        />
        <Line name={t('merge.tierAfter')} value={tierName(preview.tierKey)} />
      </ul>
      <Text size="sm" c="dimmed">
        {t('merge.canUndo')}
      </Text>
    </>
  );
}
