import { Button } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { importRoutes } from '#src/contract/imports.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Page, Sheet } from '../../parts/page.tsx';
import { Records } from '../../parts/records.tsx';
import { ImportForm } from './import-form.tsx';
import { ImportPage } from './import-page.tsx';
import { ImportStatus } from './import-status.tsx';

const LOOK_MS = 2_000;

/** Files of an older programme, brought in. */
export function ImportsScreen() {
  const { importId } = useParams();
  return importId ? <ImportPage importId={importId} /> : <ImportList />;
}

function ImportList() {
  const { t } = useTranslation();
  const { number, moment } = useFormats();
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const list = useQuery({
    ...reading(importRoutes.listImports, {}),
    refetchInterval: ({ state }) =>
      state.data?.imports.some(({ progress }) => progress !== null) ? LOOK_MS : false,
  });
  const add = (
    <Button leftSection={<IconUpload size={18} aria-hidden />} onClick={() => setAdding(true)}>
      {t('imports.new')}
    </Button>
  );
  return (
    <Page title={t('nav.imports')} actions={add}>
      <Sheet>
        <Answer of={list}>
          {({ imports }) =>
            imports.length === 0 ? (
              <EmptyState title={t('imports.empty.title')} text={t('imports.empty.text')} />
            ) : (
              <Records
                label={t('nav.imports')}
                records={imports}
                keyOf={(each) => each.importId}
                onOpen={(each) => void navigate(`/imports/${each.importId}`)}
                columns={[
                  { name: t('imports.file'), cell: ({ fileName }) => fileName },
                  { name: t('imports.kindLabel'), cell: ({ kind }) => t(`imports.kind.${kind}`) },
                  { name: t('imports.statusLabel'), cell: ({ status }) => <ImportStatus status={status} /> },
                  { name: t('imports.count.new'), figures: true, cell: ({ counts }) => number(counts.new) },
                  {
                    name: t('imports.count.wrong'),
                    figures: true,
                    cell: ({ counts }) => number(counts.wrong),
                  },
                  { name: t('imports.when'), cell: ({ createdAt }) => moment(createdAt) },
                ]}
              />
            )
          }
        </Answer>
      </Sheet>
      {adding && (
        <ImportForm
          onClose={() => setAdding(false)}
          onUploaded={(uploaded) => void navigate(`/imports/${uploaded.importId}`)}
        />
      )}
    </Page>
  );
}
