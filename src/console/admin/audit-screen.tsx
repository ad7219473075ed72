import { Anchor, Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { adminRoutes } from '#src/contract/admin.ts';
import { type AuditLine, officeRoutes } from '#src/contract/office.ts';
import { reading } from '../api/api-queries.ts';
import { call } from '../api/call.ts';
import { keyOf } from '../api/read-anew.ts';
import { EmptyState } from '../parts/empty-state.tsx';
import { FailureNote } from '../parts/failure-note.tsx';
import { useFormats } from '../parts/formats.ts';
import { Page, Sheet } from '../parts/page.tsx';
import { Records } from '../parts/records.tsx';
import css from './audit-screen.module.css';
import { AUDIT_NOUNS, useAuditWords } from './audit-words.ts';

interface Filter {
  actor: string | null;
  about: string | null;
  subject: string;
}

const pages = ({ actor, about, subject }: Filter) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(officeRoutes.listAudit), actor, about, subject],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...(actor !== null && { actor }),
        ...(about !== null && { about }),
        ...(subject.trim() !== '' && { subject: subject.trim() }),
        ...(pageParam !== '' && { before: pageParam }),
      };
      return call(officeRoutes.listAudit, { query }, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });

/** Who did what and to whom; nothing in it can be changed by anybody. */
export function AuditScreen() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<Filter>({ actor: null, about: null, subject: '' });
  const [asked] = useDebouncedValue(filter, 300);
  const list = useInfiniteQuery(pages(asked));
  const lines = list.data?.pages.flatMap((page) => page.lines) ?? [];
  return (
    <Page title={t('nav.audit')}>
      <Sheet>
        <FilterFields filter={filter} onChange={setFilter} />
        <FailureNote failure={list.error} onRetry={() => void list.refetch()} />
        {list.isSuccess && lines.length === 0 ? (
          <EmptyState title={t('audit.empty.title')} text={t('audit.empty.text')} />
        ) : (
          <AuditLines lines={lines} />
        )}
        {list.hasNextPage && (
          <Button
            variant="default"
            mt="md"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('points.earlier')}
          </Button>
        )}
      </Sheet>
    </Page>
  );
}

function FilterFields({ filter, onChange }: { filter: Filter; onChange: (next: Filter) => void }) {
  const { t } = useTranslation();
  const staff = useQuery(reading(adminRoutes.listStaff, {}));
  return (
    <div className={css.filter}>
      <Select
        label={t('audit.actor')}
        placeholder={t('audit.anybody')}
        data={staff.data?.staff.map(({ staffId, name }) => ({ value: staffId, label: name })) ?? []}
        value={filter.actor}
        onChange={(actor) => onChange({ ...filter, actor })}
        clearable
        searchable
      />
      <Select
        label={t('audit.about')}
        placeholder={t('audit.anything')}
        data={AUDIT_NOUNS.map((value) => ({ value, label: t(`audit.noun.${value}`) }))}
        value={filter.about}
        onChange={(about) => onChange({ ...filter, about })}
        clearable
        searchable
      />
      <TextInput
        label={t('audit.subject')}
        placeholder="mem_…"
        value={filter.subject}
        onChange={(event) => onChange({ ...filter, subject: event.currentTarget.value })}
        autoComplete="off"
      />
    </div>
  );
}

function AuditLines({ lines }: { lines: AuditLine[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useAuditWords();
  return (
    <div className={css.lines}>
      <Records
        label={t('nav.audit')}
        records={lines}
        keyOf={({ auditId }) => auditId}
        columns={[
          { name: t('audit.at'), cell: ({ at }) => <span className={css.whole}>{format.moment(at)}</span> },
          { name: t('audit.actor'), cell: ({ actor }) => <Named sign={actor} name={words.actor(actor)} /> },
          { name: t('audit.action'), cell: ({ action }) => words.action(action) },
          {
            name: t('audit.subject'),
            cell: ({ subject, subjectName }) => <Named sign={subject} name={subjectName ?? subject} />,
          },
          { name: t('audit.detail'), cell: ({ detail }) => words.detail(detail) },
        ]}
      />
    </div>
  );
}

/** Where the things that a line can be about are looked at, by the beginning of their signs. */
const PLACES: Record<string, string> = {
  rwd: '/rewards/edit/',
  off: '/offers/',
  rul: '/rules/',
  cmp: '/campaigns/',
  imp: '/imports/',
  whe: '/webhooks/',
};

/** What has a page leads there, by the end of its sign where it has no name; everything else stands for itself. */
function Named({ sign, name }: { sign: string; name: string }) {
  const { t } = useTranslation();
  const isMember = sign.startsWith('mem_');
  const place = isMember ? '/members/' : PLACES[sign.slice(0, 3)];
  if (!place || sign[3] !== '_') return name;
  const end = sign.slice(-5);
  return (
    <Anchor component={Link} to={`${place}${sign}`} title={sign} className={css.whole}>
      {isMember ? t('audit.member', { end }) : name === sign ? `…${end}` : name}
    </Anchor>
  );
}
