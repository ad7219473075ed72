import {
  Alert,
  Button,
  FileButton,
  Group,
  List,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { IconDeviceFloppy, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ListPut, type SegmentShown, segmentRoutes } from '#src/contract/segments.ts';
import { useWriting } from '../../api/api-queries.ts';
import { BackButton } from '../../parts/back-button.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { ArchiveButton, SEGMENTS_STALE } from './archive-button.tsx';
import { SegmentExports } from './segment-exports.tsx';

/** A list of people: its name, and the files that bring them. */
export function ListEditor({ segment }: { segment: SegmentShown }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const [base, setBase] = useState(segment);
  const [name, setName] = useState(segment.name);
  const change = useWriting(segmentRoutes.changeSegment, SEGMENTS_STALE);
  const { segmentId, changedAt, members } = base;
  const isSaved = base.name === name.trim();
  return (
    <Page
      title={name.trim() || base.name}
      actions={
        <>
          <BackButton to="/segments">{t('nav.segments')}</BackButton>
          <ArchiveButton segment={base} />
          <Button
            leftSection={<IconDeviceFloppy size={18} aria-hidden />}
            variant={isSaved ? 'default' : 'filled'}
            disabled={isSaved || name.trim() === ''}
            loading={change.isPending}
            onClick={() =>
              change.mutate(
                { params: { segmentId }, body: { changedAt, name: name.trim() } },
                { onSuccess: setBase },
              )
            }
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <FailureNote failure={change.error} />
      <Sheet>
        <TextInput
          label={t('segments.name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={100}
          required
          maw={460}
        />
        <Text mt="md">{t('segments.list.now', { count: members ?? 0, shown: number(members ?? 0) })}</Text>
      </Sheet>
      <Sheet title={t('segments.list.bring')}>
        <BringPeople segment={base} onPut={setBase} />
      </Sheet>
      <SegmentExports segmentId={segmentId} />
    </Page>
  );
}

function BringPeople({ segment, onPut }: { segment: SegmentShown; onPut: (segment: SegmentShown) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [replace, setReplace] = useState(false);
  const put = useWriting(segmentRoutes.putList, SEGMENTS_STALE);
  const { segmentId, changedAt } = segment;
  const bring = (csv: string) =>
    put.mutate(
      { params: { segmentId }, body: { changedAt, csv, replace } },
      {
        onSuccess: (answer) => {
          setText('');
          onPut(answer.segment);
        },
      },
    );
  return (
    <Stack>
      <Textarea
        label={t('segments.list.people')}
        description={t('segments.list.hint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autosize
        minRows={3}
        maxRows={10}
      />
      <Switch
        label={t('segments.list.replace')}
        checked={replace}
        onChange={(event) => setReplace(event.currentTarget.checked)}
      />
      <Group gap="xs">
        <Button disabled={text.trim() === ''} loading={put.isPending} onClick={() => bring(text)}>
          {t('segments.list.add')}
        </Button>
        <FileButton
          accept=".csv,.txt,text/csv,text/plain"
          onChange={(file) => void file?.text().then(bring)}
          disabled={put.isPending}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconUpload size={18} aria-hidden />}>
              {t('segments.list.file')}
            </Button>
          )}
        </FileButton>
      </Group>
      <FailureNote failure={put.error} />
      {put.data && <Brought put={put.data} />}
    </Stack>
  );
}

function Brought({ put: { added, again, removed, bad, badCount } }: { put: ListPut }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <Alert role="status" color={badCount > 0 ? 'orange' : 'green'} variant="light">
      <Text>
        {t('segments.list.done', { added: number(added), again: number(again), removed: number(removed) })}
      </Text>
      {badCount > 0 && (
        <>
          <Text mt="xs" fw={600}>
            {t('segments.list.bad', { count: badCount, shown: number(badCount) })}
          </Text>
          <List size="sm">
            {bad.map(({ line, text, sentence }) => (
              <List.Item key={line}>
                {t('segments.list.line', { line })} «{text}» — {sentence}
              </List.Item>
            ))}
          </List>
        </>
      )}
    </Alert>
  );
}
