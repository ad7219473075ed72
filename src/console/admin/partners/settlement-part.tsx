import { Button, Group, Select, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Partner } from '#src/contract/partners.ts';
import { type Settlement, type SettlementLine, settlementRoutes } from '#src/contract/settlements.ts';
import { reading } from '../../api/api-queries.ts';
import { linkTo } from '../../api/call.ts';
import { Answer } from '../../parts/answer.tsx';
import { useFormats } from '../../parts/formats.ts';
import { Sheet } from '../../parts/page.tsx';
import { Records } from '../../parts/records.tsx';
import { saveFile, writeCsv } from '../../parts/write-csv.ts';
import { useMe } from '../../session/session-query.ts';
import { Owed } from './owed.tsx';
import { SettledTransfers } from './settled-transfers.tsx';
import { useCurrencies } from './use-currencies.ts';

/** What goes either way says which way it went. */
const SIGNED = new Set<SettlementLine['side']>(['corrected', 'expired', 'moved']);

/** What the partner and the shop owe each other, month by month; each line opens what it is made of. */
export function SettlementPart({ partner }: { partner: Partner }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { partnerId } = partner;
  const asked = useQuery(reading(settlementRoutes.listSettlements, { params: { partnerId } }));
  const [month, setMonth] = useState<string | null>(null);
  const all = asked.data?.settlements ?? [];
  const shown = all.find((each) => each.month === month) ?? all[0];
  return (
    <Sheet
      title={t('partners.settlement.title')}
      actions={
        all.length > 0 && (
          <Select
            aria-label={t('partners.month.choose')}
            data={all.map((each) => ({ value: each.month, label: format.month(each.month) }))}
            value={shown?.month ?? null}
            onChange={setMonth}
            allowDeselect={false}
            w={200}
          />
        )
      }
    >
      <Answer of={asked}>
        {() => shown && <Month key={shown.month} partner={partner} settlement={shown} />}
      </Answer>
    </Sheet>
  );
}

function Month({ partner, settlement }: { partner: Partner; settlement: Settlement }) {
  const { t } = useTranslation();
  const currencies = useCurrencies();
  const { month, lines, expired, isOpen, owedMinor } = settlement;
  const params = { partnerId: partner.partnerId, month };
  if (lines.length === 0 && expired.length === 0)
    return <Text c="dimmed">{t('partners.settlement.none')}</Text>;
  return (
    <>
      <Text fw={700} size="lg">
        <Owed minor={owedMinor} />
      </Text>
      <Text size="sm" c="dimmed" mb="md">
        {t(isOpen ? 'partners.settlement.open' : 'partners.settlement.closed')}
      </Text>
      <Lines partner={partner} settlement={settlement} />
      {expired.map(({ currency, points }) => (
        <Text key={currency} size="sm" c="dimmed" mt="sm">
          {t('partners.settlement.expired', { points: currencies.count(currency, points) })}
        </Text>
      ))}
      <Group mt="md">
        <SummaryButton partner={partner} settlement={settlement} />
        <Button
          component="a"
          href={linkTo(settlementRoutes.takeSettlement, { params, query: {} })}
          download
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
        >
          {t('partners.settlement.transfersCsv')}
        </Button>
      </Group>
    </>
  );
}

function Lines({ partner, settlement: { month, lines } }: { partner: Partner; settlement: Settlement }) {
  const { t } = useTranslation();
  const format = useFormats();
  const currencies = useCurrencies();
  const [opened, setOpened] = useState<SettlementLine | null>(null);
  return (
    <>
      <Records
        label={t('partners.settlement.title')}
        records={lines}
        keyOf={(line) => `${line.currency} ${line.actor} ${line.side} ${line.priceMinor}`}
        onOpen={setOpened}
        columns={[
          {
            name: t('partners.settlement.what'),
            cell: (line) => t(`partners.side.${line.actor}.${line.side}`),
          },
          { name: t('partners.month.currency'), cell: ({ currency }) => currencies.name(currency) },
          {
            name: t('partners.settlement.points'),
            figures: true,
            cell: ({ side, points }) =>
              SIGNED.has(side) ? format.signed(points) : format.number(Math.abs(points)),
          },
          {
            name: t('partners.settlement.price'),
            figures: true,
            cell: ({ priceMinor }) => (priceMinor === 0 ? '–' : format.money(priceMinor)),
          },
          {
            name: t('partners.month.owed'),
            figures: true,
            cell: (line) => (line.owedMinor === 0 ? '–' : <Owed minor={line.owedMinor} short />),
          },
        ]}
      />
      {opened && (
        <SettledTransfers
          partnerId={partner.partnerId}
          month={month}
          line={opened}
          onClose={() => setOpened(null)}
        />
      )}
    </>
  );
}

/** The table above as a file, with amounts that a spreadsheet can count. */
function SummaryButton({
  partner,
  settlement: { month, lines, owedMinor },
}: {
  partner: Partner;
  settlement: Settlement;
}) {
  const { t } = useTranslation();
  const { shop } = useMe();
  const currencies = useCurrencies();
  const save = () => {
    const head = ['what', 'points', 'transfers', 'price', 'owedBy'].map((key) =>
      t(`partners.settlement.${key}`, {
        shop: shop.name,
        partner: partner.name,
        currency: shop.moneyCurrency,
      }),
    );
    const rows = lines.map((line) => [
      `${t(`partners.side.${line.actor}.${line.side}`)}, ${currencies.name(line.currency)}`,
      SIGNED.has(line.side) ? line.points : Math.abs(line.points),
      line.transfers,
      line.priceMinor / 100,
      line.owedMinor / 100,
    ]);
    const total = [t('partners.settlement.total'), '', '', '', owedMinor / 100];
    saveFile(`settlement-${month}.csv`, writeCsv([[partner.name, month], head, ...rows, total]));
  };
  return (
    <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} onClick={save}>
      {t('partners.settlement.summaryCsv')}
    </Button>
  );
}
