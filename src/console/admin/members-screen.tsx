import { Button, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { adminRoutes } from '#src/contract/admin.ts';
import type { MemberFound } from '#src/contract/member.ts';
import { officeRoutes } from '#src/contract/office.ts';
import { reading, useWriting } from '../api/api-queries.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { Page, Sheet } from '../parts/page.tsx';
import { Records } from '../parts/records.tsx';
import { useTierName } from '../parts/tier-name.ts';
import { MemberDrawer } from './member-drawer.tsx';
import css from './members-screen.module.css';

/** Looks members up by card, phone, or the end of a phone; masked, so that there is no list of phones to carry away. */
export function MembersScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { memberId } = useParams();
  const [code, setCode] = useState('');
  const [found, setFound] = useState<MemberFound[]>([]);
  const shown = useAsReadSince(found);
  const [named, setNamed] = useState(false);
  const find = useWriting(officeRoutes.searchMembers);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (code.trim() === '') return;
    setNamed(!/\d/.test(code));
    if (!/\d/.test(code)) return;
    find.mutate(
      { body: { text: code } },
      {
        onSuccess: ({ members }) => {
          const fresh = new Set(members.map((member) => member.memberId));
          setFound((before) => [...members, ...before.filter((one) => !fresh.has(one.memberId))]);
          setCode('');
          const [only] = members;
          if (only && members.length === 1) void navigate(`/members/${only.memberId}`);
        },
      },
    );
  };
  return (
    <Page title={t('nav.members')}>
      <Sheet>
        <form onSubmit={submit} className={css.search}>
          <TextInput
            label={t('members.search')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            leftSection={<IconSearch size={18} aria-hidden />}
            aria-describedby="member-search-hint"
            placeholder="29 0123 4567 896"
            inputMode="tel"
            autoComplete="off"
            size="md"
            autoFocus
          />
          <Button type="submit" size="md" loading={find.isPending} disabled={code.trim().length < 4}>
            {t('members.find')}
          </Button>
        </form>
        <Text id="member-search-hint" size="xs" c="dimmed" mt={5}>
          {t('members.searchHint')}
        </Text>
        <div className={css.failure}>
          {named ? (
            <Text size="sm" role="status">
              {t('members.noNames')}
            </Text>
          ) : (
            <FailureNote failure={find.error} />
          )}
          {find.data?.more && (
            <Text size="sm" c="dimmed" role="status">
              {t('members.more')}
            </Text>
          )}
        </div>
        {shown.length === 0 ? (
          <EmptyState title={t('members.empty.title')} text={t('members.empty.text')} />
        ) : (
          <MembersFound found={shown} onOpen={(member) => void navigate(`/members/${member.memberId}`)} />
        )}
      </Sheet>
      <MemberDrawer memberId={memberId ?? null} onClose={() => void navigate('/members')} />
    </Page>
  );
}

/** The same members as they stand by now where they were opened since; who is part of another is there no more. */
function useAsReadSince(found: MemberFound[]): MemberFound[] {
  const pages = useQueries({
    queries: found.map(({ memberId }) => ({
      ...reading(adminRoutes.readMember, { params: { memberId } }),
      enabled: ({ state }: { state: { data: unknown } }) => state.data !== undefined,
    })),
  });
  return found.map((member, at) => pages[at]?.data ?? member).filter(({ status }) => status !== 'merged');
}

function MembersFound({ found, onOpen }: { found: MemberFound[]; onOpen: (member: MemberFound) => void }) {
  const { t } = useTranslation();
  const tierName = useTierName();
  return (
    <Records
      label={t('members.found')}
      records={found}
      keyOf={(member) => member.memberId}
      onOpen={onOpen}
      columns={[
        {
          name: t('members.name'),
          cell: ({ shownName, status }) => (status === 'erased' ? t('members.erased') : shownName),
        },
        { name: t('members.phone'), cell: ({ maskedPhone }) => maskedPhone ?? t('common.none') },
        { name: t('members.card'), cell: ({ maskedCardNumber }) => maskedCardNumber ?? t('common.none') },
        { name: t('members.tier'), cell: ({ tierKey }) => tierName(tierKey) },
      ]}
    />
  );
}
