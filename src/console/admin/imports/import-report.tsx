import { Button, Group, SimpleGrid, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ImportShown, importRoutes } from '#src/contract/imports.ts';
import { reading } from '../../api/api-queries.ts';
import { linkTo } from '../../api/call.ts';
import { Answer } from '../../parts/answer.tsx';
import { Figure } from '../../parts/figure.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Records } from '../../parts/records.tsx';

const COUNTS = ['new', 'changed', 'same', 'skipped', 'wrong'] as const;

/** What the rows came to, and the ones that are wrong. */
export function ImportReport({ of }: { of: ImportShown }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <>
      <SimpleGrid cols={{ base: 2, xs: 3, md: of.earns ? 6 : 5 }} spacing="sm">
        {COUNTS.map((each) => (
          <Figure
            key={each}
            label={t(
              each === 'changed' && of.status === 'done'
                ? 'imports.count.changedDone'
                : `imports.count.${each}`,
            )}
            value={number(of.counts[each])}
          />
        ))}
        {of.earns && of.status !== 'writing' && (
          <Figure
            label={t(of.status === 'done' ? 'imports.earns.given' : 'imports.earns.about')}
            value={number(of.points)}
          />
        )}
      </SimpleGrid>
      {of.unearned.map((sentence) => (
        <Text key={sentence} size="sm" mt="sm">
          {sentence}
        </Text>
      ))}
      {of.counts.wrong > 0 && <WrongRows of={of} />}
    </>
  );
}

function WrongRows({ of: { importId, counts } }: { of: ImportShown }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const list = useQuery(reading(importRoutes.listImportErrors, { params: { importId } }));
  return (
    <>
      <Group justify="space-between" mt="lg" mb="xs">
        <Text fw={600}>{t('imports.wrongRows')}</Text>
        <Button
          component="a"
          href={linkTo(importRoutes.downloadImportErrors, { params: { importId } })}
          download
          variant="default"
          size="xs"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          {t('imports.downloadErrors')}
        </Button>
      </Group>
      <Answer of={list}>
        {({ errors }) => (
          <>
            <Records
              label={t('imports.wrongRows')}
              records={errors}
              keyOf={({ rowNo, column, problem }) => `${rowNo} ${column} ${problem}`}
              columns={[
                {
                  name: t('imports.row'),
                  cell: ({ rowNo }) => (
                    <span>
                      <Text span inherit hiddenFrom="sm">
                        {t('imports.row')}{' '}
                      </Text>
                      {number(rowNo)}
                    </span>
                  ),
                },
                { name: t('imports.column'), cell: ({ column }) => column },
                {
                  name: t('imports.value'),
                  cell: ({ value }) => <span style={{ overflowWrap: 'anywhere' }}>{value}</span>,
                },
                { name: t('imports.problem'), cell: ({ problem }) => problem },
              ]}
            />
            {counts.wrong > errors.length && (
              <Text size="sm" c="dimmed" mt="xs">
                {t('imports.moreErrors', { shown: number(errors.length), all: number(counts.wrong) })}
              </Text>
            )}
          </>
        )}
      </Answer>
    </>
  );
}
