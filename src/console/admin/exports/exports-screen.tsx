import { Button, Checkbox, Group, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exportRoutes } from '#src/contract/exports.ts';
import type { QueryOf } from '#src/contract/route.ts';
import { reading } from '../../api/api-queries.ts';
import { linkTo } from '../../api/call.ts';
import { Answer } from '../../parts/answer.tsx';
import { Page, Sheet } from '../../parts/page.tsx';
import { Records } from '../../parts/records.tsx';

/** Tables of the shop as files. */
export function ExportsScreen() {
  const { t } = useTranslation();
  const list = useQuery(reading(exportRoutes.listExports, {}));
  const [form, setForm] = useState<'excel' | 'plain'>('excel');
  const [phones, setPhones] = useState(false);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const addressOf = (name: string, hasTime: boolean) => {
    const excel = form === 'excel';
    const query: QueryOf<typeof exportRoutes.takeExport> = {
      delimiter: excel ? 'semicolon' : 'comma',
      excel: excel ? 'yes' : 'no',
      phones: phones ? 'whole' : 'masked',
      ...(hasTime && from !== '' && { from }),
      ...(hasTime && until !== '' && { until }),
    };
    return linkTo(exportRoutes.takeExport, { params: { name: `${name}.csv` }, query });
  };
  return (
    <Page title={t('nav.exports')}>
      <Answer of={list}>
        {({ tables, mayTakePhones }) => (
          <Stack>
            <Sheet>
              <SimpleGrid cols={{ base: 1, sm: 3 }}>
                <div>
                  <Text size="sm" fw={500} mb={4}>
                    {t('exports.form')}
                  </Text>
                  <SegmentedControl
                    fullWidth
                    value={form}
                    onChange={(value) => setForm(value === 'excel' ? 'excel' : 'plain')}
                    data={[
                      { value: 'excel', label: t('exports.excel') },
                      { value: 'plain', label: t('exports.plain') },
                    ]}
                    aria-label={t('exports.form')}
                  />
                </div>
                <TextInput
                  type="date"
                  label={t('exports.from')}
                  value={from}
                  max={until || undefined}
                  onChange={(event) => setFrom(event.currentTarget.value)}
                />
                <TextInput
                  type="date"
                  label={t('exports.until')}
                  value={until}
                  min={from || undefined}
                  onChange={(event) => setUntil(event.currentTarget.value)}
                />
              </SimpleGrid>
              {mayTakePhones && (
                <Checkbox
                  mt="md"
                  label={t('exports.phones')}
                  description={t('exports.phonesHint')}
                  checked={phones}
                  onChange={(event) => setPhones(event.currentTarget.checked)}
                />
              )}
            </Sheet>
            <Sheet>
              <Records
                label={t('nav.exports')}
                records={tables}
                keyOf={({ name }) => name}
                actions={({ name, hasTime }) => (
                  <Button
                    component="a"
                    href={addressOf(name, hasTime)}
                    download
                    size="xs"
                    variant="default"
                    leftSection={<IconDownload size={16} aria-hidden />}
                    aria-label={t('exports.takeWhat', { what: t(`exports.table.${name}`) })}
                  >
                    {t('exports.take')}
                  </Button>
                )}
                columns={[
                  { name: t('exports.what'), cell: ({ name }) => t(`exports.table.${name}`) },
                  {
                    name: t('exports.columns'),
                    cell: ({ columns, hasTime }) => (
                      <Group gap={4}>
                        <Text size="sm" c="dimmed">
                          {t('exports.columnCount', { count: columns.length })}
                          {hasTime && (from !== '' || until !== '') ? ` · ${t('exports.bounded')}` : ''}
                        </Text>
                      </Group>
                    ),
                  },
                ]}
              />
            </Sheet>
          </Stack>
        )}
      </Answer>
    </Page>
  );
}
