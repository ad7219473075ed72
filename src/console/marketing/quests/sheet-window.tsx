import { Alert, Anchor, Button, Checkbox, FileButton, Group, Modal, Stack, Table, Text } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MOST_SHEET_BYTES, questSheetRoutes, type TakenSheet } from '#src/contract/quest-sheet.ts';
import { type QuestShown, questRoutes } from '#src/contract/quests.ts';
import { useWriting } from '../../api/api-queries.ts';
import { call } from '../../api/call.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { toBase64 } from '../../parts/shrink-picture.ts';

const SHOWN = 100;

/** Tasks as a spreadsheet: the files to begin with, a look at what a sheet would change, then the change itself. */
export function SheetWindow({
  quest,
  onLoad,
  onClose,
}: {
  quest: QuestShown;
  onLoad: (quest: QuestShown) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { questId, version } = quest;
  const [file, setFile] = useState<{ name: string; base64: string } | null>(null);
  const [onlyThese, setOnlyThese] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);
  const look = useWriting(questSheetRoutes.takeSheet);
  const take = useWriting(questSheetRoutes.takeSheet);
  const params = { questId };
  const check = (base64: string, only: boolean) =>
    look.mutate({ params, body: { base64, version, onlyThese: only, dryRun: true } });
  const choose = async (chosen: File | null) => {
    if (!chosen) return;
    setTooLarge(chosen.size > MOST_SHEET_BYTES);
    if (chosen.size > MOST_SHEET_BYTES) return;
    const base64 = await toBase64(chosen);
    setFile({ name: chosen.name, base64 });
    check(base64, onlyThese);
  };
  const bring = () =>
    file &&
    take.mutate(
      { params, body: { base64: file.base64, version, onlyThese } },
      {
        onSuccess: ({ taken }) => {
          if (taken) void call(questRoutes.readQuest, { params }).then(onLoad).then(onClose);
        },
      },
    );
  const seen = take.data && !take.data.taken ? take.data : look.data;
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={t('quests.sheet.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Stack>
        <Text size="sm">{t('quests.sheet.text')}</Text>
        <Group gap="xs">
          <Download
            href="/api/marketing/quest-sheets/template?format=xlsx"
            label={t('quests.sheet.template')}
          />
          <Download href="/api/marketing/quest-sheets/sample?format=xlsx" label={t('quests.sheet.sample')} />
          {quest.draft.tasks.length > 0 && (
            <>
              <Download
                href={`/api/marketing/quests/${questId}/sheet?format=xlsx`}
                label={t('quests.sheet.own')}
              />
              <Anchor href={`/api/marketing/quests/${questId}/sheet?format=csv`} download size="sm">
                CSV
              </Anchor>
            </>
          )}
        </Group>
        <Group>
          <FileButton
            accept=".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            onChange={(chosen) => void choose(chosen)}
          >
            {(props) => (
              <Button {...props} leftSection={<IconUpload size={18} aria-hidden />} loading={look.isPending}>
                {file ? t('quests.sheet.other') : t('quests.sheet.choose')}
              </Button>
            )}
          </FileButton>
          <Text size="sm" c="dimmed">
            {file?.name}
          </Text>
        </Group>
        <Checkbox
          label={t('quests.sheet.onlyThese')}
          description={t('quests.sheet.onlyTheseHint')}
          checked={onlyThese}
          onChange={(event) => {
            setOnlyThese(event.currentTarget.checked);
            if (file) check(file.base64, event.currentTarget.checked);
          }}
        />
        {tooLarge && (
          <Alert color="orange" role="alert">
            {t('quests.sheet.tooLarge')}
          </Alert>
        )}
        <FailureNote failure={look.error ?? take.error} />
        {seen && !look.isPending && <Seen seen={seen} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            disabled={!file || !look.data || look.data.problems.length > 0}
            loading={take.isPending}
            onClick={bring}
          >
            {t('quests.sheet.take')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Download({ href, label }: { href: string; label: string }) {
  return (
    <Button
      component="a"
      href={href}
      download
      size="xs"
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
    >
      {label}
    </Button>
  );
}

/** What the sheet would change, or each cell that is wrong. */
function Seen({ seen }: { seen: TakenSheet }) {
  const { t } = useTranslation();
  const { problems, added, changed, same, removed, newChapters } = seen;
  if (problems.length === 0)
    return (
      <Alert color="green" variant="light" role="status" title={t('quests.sheet.fine')}>
        {[
          t('quests.sheet.added', { count: added }),
          t('quests.sheet.changed', { count: changed }),
          t('quests.sheet.same', { count: same }),
          removed > 0 && t('quests.sheet.removed', { count: removed }),
          newChapters > 0 && t('quests.sheet.chapters', { count: newChapters }),
        ]
          .filter(Boolean)
          .join(', ')}
      </Alert>
    );
  return (
    <Alert
      color="orange"
      variant="light"
      role="alert"
      title={t('quests.sheet.wrong', { count: problems.length })}
    >
      <Table.ScrollContainer minWidth={420} mah={320}>
        <Table withRowBorders={false} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('quests.sheet.row')}</Table.Th>
              <Table.Th>{t('quests.sheet.column')}</Table.Th>
              <Table.Th>{t('quests.sheet.problem')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {problems.slice(0, SHOWN).map(({ row, column, value, sentence }) => (
              <Table.Tr key={`${row} ${column} ${value} ${sentence}`}>
                <Table.Td>{row}</Table.Td>
                <Table.Td>{column}</Table.Td>
                <Table.Td>{value === '' ? sentence : `«${value}»: ${sentence}`}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Alert>
  );
}
