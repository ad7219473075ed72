import { Anchor, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { adminRoutes } from '#src/contract/admin.ts';
import { type Merge, pointsRoutes } from '#src/contract/points.ts';
import { useWriting } from '../../api/api-queries.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { useMe } from '../../session/session-query.ts';
import { Part } from './part.tsx';

/** With whom this member turned out to be one person, and the way back. */
export function MergesPart({ merges }: { merges: Merge[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { role } = useMe();
  const undo = useWriting(pointsRoutes.undoMerge, {
    stale: [adminRoutes.readMember, pointsRoutes.readPoints, pointsRoutes.listTransfers],
  });
  if (merges.length === 0) return null;
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
            <Button
              size="compact-sm"
              variant="default"
              loading={undo.isPending && undo.variables.params.mergeId === merge.mergeId}
              onClick={() => undo.mutate({ params: { mergeId: merge.mergeId } })}
            >
              {t('merge.undo')}
            </Button>
          )}
        </li>
      ))}
      <FailureNote failure={undo.error} />
    </Part>
  );
}
