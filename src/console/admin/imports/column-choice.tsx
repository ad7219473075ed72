import { Select, SimpleGrid, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportShown } from '#src/contract/imports.ts';

export type Columns = Record<string, number>;

/** Which column of the file is what, beside the file's first rows. */
export function ColumnChoice({
  of,
  columns,
  onChange,
}: {
  of: ImportShown;
  columns: Columns;
  onChange: (columns: Columns) => void;
}) {
  const { t } = useTranslation();
  const choose = (field: string, place: string | null) => {
    const { [field]: _before, ...rest } = columns;
    const others = Object.fromEntries(Object.entries(rest).filter(([, taken]) => String(taken) !== place));
    onChange(place === null ? others : { ...others, [field]: Number(place) });
  };
  const data = of.header.map((name, place) => ({ value: String(place), label: name || String(place + 1) }));
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t('imports.columnsText', {
          encoding: of.encoding === 'windows-1251' ? 'cp1251' : of.encoding.toUpperCase(),
          delimiter: t(
            `imports.delimiter.${of.delimiter === ',' ? 'comma' : of.delimiter === ';' ? 'semicolon' : 'tab'}`,
          ),
        })}
      </Text>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        {of.fields.map(({ field, label, required, oneOf }) => (
          <Select
            key={field}
            label={label}
            required={required}
            description={oneOf ? t('imports.oneOf') : undefined}
            placeholder={t('imports.noColumn')}
            data={data}
            value={columns[field] === undefined ? null : String(columns[field])}
            onChange={(place) => choose(field, place)}
            clearable={!required}
            searchable
          />
        ))}
      </SimpleGrid>
      <Table.ScrollContainer minWidth={320} mt="md">
        <Table striped withTableBorder fz="sm" aria-label={t('imports.sample')}>
          <Table.Thead>
            <Table.Tr>
              {of.header.map((name, place) => (
                <Table.Th key={data[place]?.value}>{name}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {of.sample.map((row) => (
              <Table.Tr key={row.join('\u001f')}>
                {data.map(({ value }, place) => (
                  <Table.Td key={value} style={{ whiteSpace: 'nowrap' }}>
                    {row[place]}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
