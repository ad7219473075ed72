import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Merge, pointsRoutes } from '#src/contract/points.ts';
import { useWriting } from '../../api/api-queries.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useTell } from '../../parts/tell.ts';
import { useMe } from '../../session/session-query.ts';
import { MEMBERS_STALE } from './member-stale.ts';
import { Part } from './part.tsx';

/** With whom this member turned out to be one person, and the way back. */
export function MergesPart({ merges }: { merges: Merge[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { role } = useMe();
  const tell = useTell();
  const [undone, setUndone] = useState<Merge | null>(null);
  const undo = useWriting(pointsRoutes.undoMerge, MEMBERS_STALE);
  if (merges.length === 0) return null;
  const close = () => {
    undo.reset();
    setUndone(null);
  };
  const part = ({ mergeId, other }: Merge) =>
    undo.mutate(
      { params: { mergeId } },
      {
        onSuccess: () => {
          close();
          const open = `/members/${other.memberId}`;
          const openWords = t('merge.openOther');
          tell({ text: t('merge.parted', { name: other.shownName }), about: mergeId, open, openWords });
        },
      },
    );
  return (
    <Part title={t('merge.history')}>
      {merges.map((merge) => (
        <li key={merge.mergeId}>
          <span>
            {t(merge.direction === 'into' ? 'merge.absorbed' : 'merge.wentInto')}{' '}
            <Anchor component={Link} to={`/members/${merge.other.memberId}`}>
              {merge.other.shownName}
            </Anchor>
            <small>
              {format.moment(merge.mergedAt)} · {merge.mergedBy}
              {merge.undoneAt && ` · ${t('merge.undone', { moment: format.moment(merge.undoneAt) })}`}
            </small>
          </span>
          {merge.status === 'merged' && role === 'admin' && (
            <Button size="compact-sm" variant="default" onClick={() => setUndone(merge)}>
              {t('merge.undo')}
            </Button>
          )}
        </li>
      ))}
      <Confirmation
        opened={undone !== null}
        title={t('merge.undoTitle')}
        confirm={t('merge.undoConfirm')}
        busy={undo.isPending}
        failure={undo.error}
        onClose={close}
        onConfirm={() => undone && part(undone)}
      >
        {t('merge.undoText', { name: undone?.other.shownName })}
      </Confirmation>
    </Part>
  );
}
