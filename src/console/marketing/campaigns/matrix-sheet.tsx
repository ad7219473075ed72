import { Alert, Button, FileButton, Group, List, Stack, Text, Textarea } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { campaignMessageRoutes, type MatrixTaken } from '#src/contract/campaign-message.ts';
import { useWriting } from '../../api/api-queries.ts';
import { LANGUAGE_NAMES } from '../../i18n.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { saveFile } from '../../parts/write-csv.ts';
import type { Section } from './use-campaign-draft.ts';

const UNFILLED_NAMED = 6;

/** The versions as a spreadsheet: downloaded, filled in, and brought back as a file or pasted. */
export function MatrixSheet({ campaignId, draft, save, takeBlocks }: Section & { campaignId: string }) {
  const { t } = useTranslation();
  const [pasting, setPasting] = useState(false);
  const [pasted, setPasted] = useState('');
  const upload = useWriting(campaignMessageRoutes.uploadMatrix);
  const download = useWriting(campaignMessageRoutes.readMatrix);
  const params = { campaignId };
  const bring = async (csv: string) => {
    const isTaken = await takeBlocks(
      async ({ changedAt }) => (await upload.mutateAsync({ params, body: { csv, changedAt } })).campaign,
    );
    if (!isTaken) return;
    setPasting(false);
    setPasted('');
  };
  const take = async () => {
    if ((await save()) === null) return;
    const { csv } = await download.mutateAsync({ params });
    saveFile(`${draft.name || 'campaign'}.csv`, csv);
  };
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={download.isPending}
          onClick={() => void take().catch(() => {})}
        >
          {t('campaign.matrix.download')}
        </Button>
        <FileButton
          accept=".csv,.txt,text/csv"
          onChange={(file) =>
            void file
              ?.text()
              .then(bring)
              .catch(() => {})
          }
        >
          {(props) => (
            <Button
              {...props}
              size="xs"
              variant="default"
              leftSection={<IconUpload size={16} aria-hidden />}
              loading={upload.isPending}
            >
              {t('campaign.matrix.upload')}
            </Button>
          )}
        </FileButton>
        <Button size="xs" variant="subtle" onClick={() => setPasting(!pasting)} aria-expanded={pasting}>
          {t('campaign.matrix.paste')}
        </Button>
      </Group>
      {pasting && (
        <>
          <Textarea
            label={t('campaign.matrix.pasteLabel')}
            description={t('campaign.matrix.pasteHint')}
            value={pasted}
            onChange={(event) => setPasted(event.currentTarget.value)}
            autosize
            minRows={4}
            maxRows={12}
          />
          <Button
            size="xs"
            w="max-content"
            disabled={pasted.trim() === ''}
            loading={upload.isPending}
            onClick={() => void bring(pasted)}
          >
            {t('campaign.matrix.take')}
          </Button>
        </>
      )}
      <FailureNote failure={upload.error ?? download.error} />
      {upload.data && <Outcome result={upload.data} />}
    </Stack>
  );
}

function Outcome({ result }: { result: MatrixTaken }) {
  const { t } = useTranslation();
  const { taken, versions, problems, unfilled } = result;
  if (!taken)
    return (
      <Alert color="orange" role="alert" title={t('campaign.matrix.wrong', { count: problems.length })}>
        <List size="sm">
          {problems.map(({ row, column, sentence }) => (
            <List.Item key={`${row} ${column} ${sentence}`}>
              {t('campaign.matrix.row', { row, column })}: {sentence}
            </List.Item>
          ))}
        </List>
      </Alert>
    );
  const named = unfilled
    .slice(0, UNFILLED_NAMED)
    .map(({ row, language }) => t('campaign.matrix.row', { row, column: LANGUAGE_NAMES[language] }));
  return (
    <Alert color="green" role="status" p="xs">
      {t('campaign.matrix.taken', { count: versions })}
      {unfilled.length > 0 && (
        <Text size="sm">
          {t('campaign.matrix.unfilled', { count: unfilled.length })} {named.join('; ')}
          {unfilled.length > named.length && ' …'}
        </Text>
      )}
    </Alert>
  );
}
