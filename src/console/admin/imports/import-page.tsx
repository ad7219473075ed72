import { Alert, Button, Checkbox, Group, Progress, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ImportShown, importRoutes } from '#src/contract/imports.ts';
import { reading, useWriting } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { BackButton } from '../../parts/back-button.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { ColumnChoice, type Columns } from './column-choice.tsx';
import { ImportReport } from './import-report.tsx';
import { ImportStatus } from './import-status.tsx';

const LOOK_MS = 1_000;

/** One import, from its columns to what came of it. It may be left at any time. */
export function ImportPage({ importId }: { importId: string }) {
  const { t } = useTranslation();
  const one = useQuery({
    ...reading(importRoutes.readImport, { params: { importId } }),
    refetchInterval: ({ state }) => (state.data?.progress === null ? false : LOOK_MS),
  });
  return (
    <Page
      title={one.data ? t(`imports.kind.${one.data.kind}`) : t('nav.imports')}
      actions={<BackButton to="/imports">{t('nav.imports')}</BackButton>}
    >
      <Answer of={one}>{(read) => <ImportSteps key={read.importId} read={read} />}</Answer>
    </Page>
  );
}

function ImportSteps({ read }: { read: ImportShown }) {
  const { t } = useTranslation();
  const { number, moment } = useFormats();
  const [columns, setColumns] = useState<Columns>(read.columns);
  const [earns, setEarns] = useState(read.earns);
  const [looksAgain, setLooksAgain] = useState(false);
  const stale = [importRoutes.readImport, importRoutes.listImports, importRoutes.listImportErrors];
  const check = useWriting(importRoutes.checkImport, { stale });
  const write = useWriting(importRoutes.writeImport, { stale });
  const cancel = useWriting(importRoutes.cancelImport, { stale });
  const params = { importId: read.importId };
  const { status, progress } = read;
  const canChoose = status === 'ready' || status === 'checked' || status === 'failed';
  const isOpen = canChoose || progress !== null;
  // What was checked is what is written: after a change it has to be checked again.
  const canWrite = read.canWrite && earns === read.earns && isAlike(columns, read.columns);
  // Columns of a grid, unlike a stack's rows, are never wider than the screen.
  return (
    <SimpleGrid cols={1}>
      <Sheet title={read.fileName} actions={<ImportStatus status={status} />}>
        <Text size="sm" c="dimmed">
          {t('imports.about', {
            who: read.askedBy,
            when: moment(read.createdAt),
            kb: number(Math.ceil(read.fileBytes / 1024)),
          })}
        </Text>
        {progress !== null && (
          <div>
            <Progress
              value={Math.max(2, progress * 100)}
              animated
              size={10}
              radius="xl"
              mt="md"
              aria-label={t('imports.progress')}
            />
            <Text size="sm" c="dimmed" mt={4} role="status">
              {t(`imports.work.${status}`, { rows: number(read.rowsRead) })} {t('imports.mayLeave')}
            </Text>
          </div>
        )}
        {read.problem !== null && (
          <Alert color="orange" variant="light" mt="md" role="alert">
            {read.problem}
          </Alert>
        )}
      </Sheet>
      {(status === 'checked' || status === 'writing' || status === 'done' || status === 'cancelled') &&
        read.rowsRead > 0 && (
          <Sheet title={t(status === 'done' ? 'imports.doneTitle' : 'imports.checkedTitle')}>
            <ImportReport of={read} />
          </Sheet>
        )}
      {canChoose && read.header.length > 0 && (
        <Sheet title={t('imports.columns')}>
          {status === 'checked' && !looksAgain ? (
            <Button variant="default" onClick={() => setLooksAgain(true)}>
              {t('imports.columnsAgain')}
            </Button>
          ) : (
            <ColumnChoice of={read} columns={columns} onChange={setColumns} />
          )}
          {read.kind === 'receipts' && (
            <Checkbox
              mt="lg"
              label={t('imports.earns.label')}
              description={t('imports.earns.text')}
              checked={earns}
              onChange={(event) => setEarns(event.currentTarget.checked)}
            />
          )}
        </Sheet>
      )}
      <FailureNote failure={check.error ?? write.error ?? cancel.error} />
      {isOpen && (
        <Group justify="flex-end">
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ params })}>
            {t('imports.cancel')}
          </Button>
          {canChoose && (
            <Button
              variant={canWrite ? 'default' : 'filled'}
              loading={check.isPending}
              onClick={() =>
                check.mutate({ params, body: { columns, earns } }, { onSuccess: () => setLooksAgain(false) })
              }
            >
              {t(status === 'ready' ? 'imports.check' : 'imports.checkAgain')}
            </Button>
          )}
          {canWrite && (
            <Button loading={write.isPending} onClick={() => write.mutate({ params })}>
              {t('imports.write', {
                count: read.counts.new + read.counts.changed,
                number: number(read.counts.new + read.counts.changed),
              })}
            </Button>
          )}
        </Group>
      )}
    </SimpleGrid>
  );
}

function isAlike(some: Columns, others: Columns): boolean {
  const fields = new Set([...Object.keys(some), ...Object.keys(others)]);
  return [...fields].every((field) => some[field] === others[field]);
}
