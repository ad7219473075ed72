// A month over all partners and the programme itself: together, the books of that month.
import { Select, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MonthRow, settlementRoutes } from '#src/contract/settlements.ts';
import { reading } from '../../api/api-queries.ts';
import { Answer } from '../../parts/answer.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { Records } from '../../parts/records.tsx';
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
              <Records
                label={t('partners.month.title')}
                records={rows}
                keyOf={(row) => `${row.partnerId} ${row.currency}`}
                columns={[
                  { name: t('partners.month.who'), cell: ({ name }) => name ?? shop.name },
                  { name: t('partners.month.currency'), cell: ({ currency }) => currencies.name(currency) },
                  ...(['issued', 'redeemed', 'other'] as const).map((side) => ({
                    name: t(`partners.month.${side}`),
                    figures: true,
                    cell: (row: MonthRow) => format.signed(row[side].points) || '0',
                  })),
                  {
                    name: t('partners.month.owed'),
                    figures: true,
                    cell: ({ partnerId, owedMinor }) =>
                      partnerId === null ? '–' : <Owed minor={owedMinor} short />,
                  },
                ]}
              />
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
