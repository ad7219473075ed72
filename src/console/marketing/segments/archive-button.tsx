import { Button } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { type SegmentShown, segmentRoutes } from '#src/contract/segments.ts';
import { useWriting } from '../../api/api-queries.ts';
import { Confirmation } from '../../parts/confirmation.tsx';
import { BUILDERS } from '../builders-stale.ts';

/** What a change of a segment makes stale. */
export const SEGMENTS_STALE = {
  stale: [segmentRoutes.listSegments, segmentRoutes.readSegment, ...BUILDERS],
};

/** Puts a segment away, once somebody has said yes. */
export function ArchiveButton({ segment }: { segment: SegmentShown }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const archive = useWriting(segmentRoutes.archiveSegment, SEGMENTS_STALE);
  const { segmentId, changedAt, name } = segment;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconArchive size={18} aria-hidden />}
        onClick={() => setAsked(true)}
      >
        {t('segments.archive.do')}
      </Button>
      <Confirmation
        opened={asked}
        title={t('segments.archive.title', { name })}
        confirm={t('segments.archive.do')}
        busy={archive.isPending}
        failure={archive.error}
        onClose={() => setAsked(false)}
        onConfirm={() =>
          archive.mutate(
            { params: { segmentId }, body: { changedAt } },
            { onSuccess: () => void navigate('/segments', { replace: true }) },
          )
        }
      >
        {t('segments.archive.text')}
      </Confirmation>
    </>
  );
}
