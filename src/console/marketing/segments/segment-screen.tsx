import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useParams } from 'react-router';
import { segmentRoutes } from '#src/contract/segments.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { telling } from '../rules/told-in-language.ts';
import { ListEditor } from './list-editor.tsx';
import { isCopied } from './segment-draft.ts';
import { SegmentEditor } from './segment-editor.tsx';

/** One segment. `new` has not been saved yet, and may begin as a copy of what stands elsewhere. */
export function SegmentScreen() {
  const { segmentId = 'new' } = useParams();
  const { state } = useLocation();
  const me = useMe();
  const isNew = segmentId === 'new';
  const read = useQuery({
    ...telling(me, segmentRoutes.readSegment, { params: { segmentId } }),
    enabled: !isNew,
  });
  const [times, setTimes] = useState(0);
  if (isNew) return <SegmentEditor key="new" segment={null} copied={isCopied(state) ? state : null} />;
  if (!read.data) {
    return (
      <Page title="">
        <Answer of={read}>{() => null}</Answer>
      </Page>
    );
  }
  if (read.data.kind === 'list') return <ListEditor key={segmentId} segment={read.data} />;
  const again = () => void read.refetch().then(() => setTimes(times + 1));
  return <SegmentEditor key={`${segmentId} ${times}`} segment={read.data} copied={null} onReload={again} />;
}
