import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { analyticsRoutes, type MemberGroups } from '#src/contract/analytics.ts';
import { type ReadySegment, segmentRoutes } from '#src/contract/segments.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { telling } from '../rules/told-in-language.ts';
import css from './ready.module.css';
import { RfmMap } from './rfm-map.tsx';
import type { Copied } from './segment-draft.ts';
import { SizeMap } from './size-map.tsx';

/** What everybody has without making it, each with how many they are; one click opens it as a segment of one's own. */
export function ReadySegments() {
  const { t } = useTranslation();
  const groups = useQuery(reading(analyticsRoutes.readGroups, {}));
  const list = useQuery(telling(useMe(), segmentRoutes.listReady, {}));
  return (
    <>
      <Sheet title={t('segments.rfm.title')}>
        <Answer of={groups}>
          {(counted) => (
            <>
              <RfmMap groups={counted} />
              {list.data && <Groups ready={list.data.ready} kind="rfm" groups={counted} />}
            </>
          )}
        </Answer>
      </Sheet>
      <div className={css.two}>
        <Sheet title={t('segments.cycle.title')}>
          <Answer of={groups}>
            {(counted) => list.data && <Groups ready={list.data.ready} kind="lifeCycle" groups={counted} />}
          </Answer>
        </Sheet>
        <Sheet title={t('segments.size.title')}>
          <Answer of={groups}>{(counted) => <SizeMap groups={counted} />}</Answer>
        </Sheet>
      </div>
      <Sheet title={t('segments.soon.title')}>
        <Answer of={list}>
          {({ ready }) => <Soon ready={ready.filter(({ kind }) => kind === 'soon')} />}
        </Answer>
      </Sheet>
    </>
  );
}

function Groups({
  ready,
  kind,
  groups,
}: {
  ready: ReadySegment[];
  kind: 'rfm' | 'lifeCycle';
  groups: MemberGroups;
}) {
  const { t } = useTranslation();
  return (
    <ul
      className={css.groups}
      aria-label={t(kind === 'rfm' ? 'segments.rfm.groups' : 'segments.cycle.title')}
    >
      {ready
        .filter((one) => one.kind === kind)
        .map((one) => (
          <li key={one.key}>
            <ReadyLink ready={one} members={countOf(one, groups)} />
          </li>
        ))}
    </ul>
  );
}

/** Its members, from the figures that are there already. */
function countOf({ kind, key, where }: ReadySegment, { cells, lifeCycle }: MemberGroups): number {
  if (kind === 'lifeCycle') return lifeCycle.find(({ group }) => group === key)?.members ?? 0;
  const wanted = 'field' in where && Array.isArray(where.value) ? where.value.map(String) : [];
  return cells
    .filter(({ r, f, m }) => wanted.includes(`R${r}F${f}M${m}`))
    .reduce((sum, { members }) => sum + members, 0);
}

function Soon({ ready }: { ready: ReadySegment[] }) {
  return (
    <ul className={css.groups}>
      {ready.map((one) => (
        <li key={one.key}>
          <SoonLink ready={one} />
        </li>
      ))}
    </ul>
  );
}

function SoonLink({ ready }: { ready: ReadySegment }) {
  const { data } = useQuery(reading(segmentRoutes.countSegment, { body: { where: ready.where } }));
  return <ReadyLink ready={ready} members={data?.members ?? null} about={data?.about} />;
}

function ReadyLink({
  ready,
  members,
  about = false,
}: {
  ready: ReadySegment;
  members: number | null;
  about?: boolean | undefined;
}) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const name = t(`segments.ready.${ready.key}`);
  const copied: Copied = { name, where: ready.where };
  return (
    <Link to="/segments/new" state={copied} className={css.ready}>
      <span>{name}</span>
      <strong>
        {about && '≈ '}
        {members === null ? '…' : number(members)}
      </strong>
      <Text component="small" size="sm" c="dimmed">
        {t(`segments.hint.${ready.key}`)}
      </Text>
    </Link>
  );
}
