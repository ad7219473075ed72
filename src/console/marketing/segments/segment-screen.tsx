import { useQuery } from '@tanstack/react-query';
import { useLocation, useParams } from 'react-router';
import { segmentRoutes } from '#src/contract/segments.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { useEditorKey } from '../newborn.ts';
import { telling } from '../rules/told-in-language.ts';
import { ListEditor } from './list-editor.tsx';
import { isCopied } from './segment-draft.ts';
import { SegmentEditor } from './segment-editor.tsx';

/** One segment. `new` has not been saved yet, and may begin as a copy of what stands elsewhere. */
export function SegmentScreen() {
  const { segmentId = 'new' } = useParams();
  const { state } = useLocation();
  const me = useMe();
  const { key, isNew, hears } = useEditorKey(segmentId);
  const read = useQuery({
    ...telling(me, segmentRoutes.readSegment, { params: { segmentId } }),
    enabled: !isNew,
  });
  const segment = (!isNew && read.data) || null;
  if (!isNew && !segment) {
    return (
      <Page title="">
        <Answer of={read}>{() => null}</Answer>
      </Page>
    );
  }
  if (segment?.kind === 'list') return <ListEditor key={segmentId} segment={segment} />;
  return (
    <SegmentEditor
      key={key}
      segment={segment}
      copied={isNew && isCopied(state) ? state : null}
      onCreated={hears.onCreated}
      onReload={() => void read.refetch().then(hears.onReplaced)}
    />
  );
}
