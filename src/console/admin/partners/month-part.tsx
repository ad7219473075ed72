// A month over all partners and the programme itself: together, the books of that month.
import { Select, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { settlementRoutes } from '#src/contract/settlements.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { useMe } from '../../session/session-query.ts';
import { lastMonths } from './last-months.ts';
import { Owed } from './owed.tsx';
import { useCurrencies } from './use-currencies.ts';

export function MonthPart() {
  const { t } = useTranslation();
  const format = useFormats();
  const { shop } = useMe();
  const currencies = useCurrencies();
  const months = lastMonths(new Date(), shop.timeZone);
  const [month, setMonth] = useState(months[0] ?? '');
  const asked = useQuery(reading(settlementRoutes.readMonth, { params: { month } }));
  return (
    <Sheet
      title={t('partners.month.title')}
      actions={
        <Select
          aria-label={t('partners.month.choose')}
          data={months.map((value) => ({ value, label: format.month(value) }))}
          value={month}
          onChange={(next) => next && setMonth(next)}
          allowDeselect={false}
          w={200}
        />
      }
    >
      <Answer of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Text c="dimmed">{t('partners.month.none')}</Text>
          ) : (
            <>
              <Table.ScrollContainer minWidth={560}>
                <Table>
                  <Table.Thead>
                    <Table.Tr>
                      <Table.Th>{t('partners.month.who')}</Table.Th>
                      <Table.Th>{t('partners.month.currency')}</Table.Th>
                      <Table.Th ta="right">{t('partners.month.issued')}</Table.Th>
                      <Table.Th ta="right">{t('partners.month.redeemed')}</Table.Th>
                      <Table.Th ta="right">{t('partners.month.other')}</Table.Th>
                      <Table.Th ta="right">{t('partners.month.owed')}</Table.Th>
                    </Table.Tr>
                  </Table.Thead>
                  <Table.Tbody>
                    {rows.map((row) => (
                      <Table.Tr key={`${row.partnerId} ${row.currency}`}>
                        <Table.Td>{row.name ?? shop.name}</Table.Td>
                        <Table.Td>{currencies.name(row.currency)}</Table.Td>
                        <Table.Td ta="right">{format.signed(row.issued.points) || '0'}</Table.Td>
                        <Table.Td ta="right">{format.signed(row.redeemed.points) || '0'}</Table.Td>
                        <Table.Td ta="right">{format.signed(row.other.points) || '0'}</Table.Td>
                        <Table.Td ta="right">
                          {row.partnerId === null ? '–' : <Owed minor={row.owedMinor} short />}
                        </Table.Td>
                      </Table.Tr>
                    ))}
                  </Table.Tbody>
                </Table>
              </Table.ScrollContainer>
              <Text size="sm" c="dimmed" mt="sm">
                {t('partners.month.together')}
              </Text>
            </>
          )
        }
      </Answer>
    </Sheet>
  );
}
