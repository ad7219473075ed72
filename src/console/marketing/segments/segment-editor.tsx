import { Button, Stack, Switch, TextInput } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Condition } from '#src/contract/rule-language.ts';
import { type SegmentShown, segmentRoutes } from '#src/contract/segments.ts';
import { ApiFailure } from '../../api/api-failure.ts';
import { useWriting } from '../../api/api-queries.ts';
import { call } from '../../api/call.ts';
import { BackButton } from '../../parts/back-button.tsx';
import { ChangedNote } from '../../parts/changed-note.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { Page, Sheet } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { useFirstAddress } from '../newborn.ts';
import { telling } from '../rules/told-in-language.ts';
import { ArchiveButton, SEGMENTS_STALE } from './archive-button.tsx';
import { AudienceField } from './audience-field.tsx';
import type { Copied } from './segment-draft.ts';
import { SegmentExports } from './segment-exports.tsx';

/** A segment by a condition: its name, who is meant, and whether coming and going is told. */
export function SegmentEditor({
  segment,
  copied,
  onCreated,
  onReload,
}: {
  segment: SegmentShown | null;
  copied: Copied | null;
  onCreated: (segmentId: string) => void;
  /** Draws what somebody else has saved in place of what stands here. */
  onReload: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const cache = useQueryClient();
  const settle = useFirstAddress(onCreated);
  const begun = segment ?? copied;
  const [name, setName] = useState(begun?.name ?? '');
  const [where, setWhere] = useState<Condition | null | undefined>(begun?.where ?? null);
  const [followed, setFollowed] = useState(segment?.followed ?? false);
  const [base, setBase] = useState(segment);
  const create = useWriting(segmentRoutes.createSegment, SEGMENTS_STALE);
  const change = useWriting(segmentRoutes.changeSegment, SEGMENTS_STALE);
  /** What somebody else has saved meanwhile. */
  const [theirs, setTheirs] = useState<SegmentShown | null>(null);
  const isLate = isChanged(change.error);
  const isReady = name.trim() !== '' && where !== undefined;
  const isSaved =
    base !== null &&
    base.name === name.trim() &&
    base.followed === followed &&
    JSON.stringify(base.where) === JSON.stringify(where);
  /** Over what the segment was when it was looked at. */
  const save = (over = base) => {
    if (where === undefined) return;
    const sent = { name: name.trim(), where, followed };
    if (over === null) {
      create.mutate(
        { body: sent },
        {
          onSuccess: (made) => {
            const { segmentId } = made;
            setBase(made);
            cache.setQueryData(
              telling(me, segmentRoutes.readSegment, { params: { segmentId } }).queryKey,
              made,
            );
            void settle(segmentId, `/segments/${segmentId}`);
          },
        },
      );
      return;
    }
    const { segmentId, changedAt } = over;
    change.mutate(
      { params: { segmentId }, body: { ...sent, changedAt } },
      {
        onSuccess: (saved) => {
          setBase(saved);
          setTheirs(null);
        },
        onError: (failure) => {
          if (isChanged(failure))
            void call(segmentRoutes.readSegment, { params: { segmentId } }).then(setTheirs);
        },
      },
    );
  };
  return (
    <Page
      title={name.trim() || t('segments.new')}
      actions={
        <>
          <BackButton to="/segments">{t('nav.segments')}</BackButton>
          {base && <ArchiveButton segment={base} />}
          <Button
            leftSection={<IconDeviceFloppy size={18} aria-hidden />}
            variant={isSaved ? 'default' : 'filled'}
            disabled={!isReady || isSaved}
            loading={create.isPending || change.isPending}
            onClick={() => save()}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      {theirs && (
        <ChangedNote
          text={t('segments.changed')}
          theirs={`${theirs.name}: ${theirs.sentence ?? t('rules.condition.always_audience')}`}
          isSaved={false}
          onLoad={onReload}
          onKeepMine={isReady ? () => save(theirs) : undefined}
        />
      )}
      <FailureNote failure={create.error ?? (isLate ? null : change.error)} />
      <Sheet>
        <Stack>
          <TextInput
            label={t('segments.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            required
            maw={460}
          />
          <Switch
            label={t('segments.followed.label')}
            description={t('segments.followed.hint')}
            checked={followed}
            onChange={(event) => setFollowed(event.currentTarget.checked)}
          />
        </Stack>
      </Sheet>
      <Sheet title={t('segments.who')}>
        <AudienceField value={begun?.where ?? null} onChange={setWhere} label={t('segments.who')} />
      </Sheet>
      {base && isSaved && <SegmentExports segmentId={base.segmentId} />}
    </Page>
  );
}

function isChanged(failure: Error | null): boolean {
  return failure instanceof ApiFailure && failure.code === 'segment_changed';
}
