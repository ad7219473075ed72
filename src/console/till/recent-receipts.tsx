import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { tillRoutes } from '#src/contract/till.ts';
import { reading } from '../api/api-queries.ts';
import { serverNow } from '../api/connection.ts';
import { useFormats } from '../parts/formats.ts';
import type { ChosenTill } from './chosen-till.ts';
import css from './till.module.css';

const SHOWN = 8;

/** The latest receipts of this till today, so that the cashier can look back. */
export function RecentReceipts({ chosen }: { chosen: ChosenTill }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { data } = useQuery(reading(tillRoutes.listReceipts, { query: chosen }));
  if (!data) return null;
  const today = format.day(serverNow().toISOString());
  return (
    <section className={css.recent} aria-labelledby="recent-receipts">
      <Title order={2} size="h5" id="recent-receipts">
        {t('till.recent.title')}
      </Title>
      {data.receipts.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('till.recent.none')}
        </Text>
      )}
      <ul>
        {data.receipts.slice(0, SHOWN).map((receipt) => (
          <li key={receipt.receiptId} data-undone={receipt.state === 'cancelled'}>
            <span className={css.recentTime}>{format.time(receipt.occurredAt)}</span>
            <span className={css.recentWho}>
              {receipt.shownName}
              <small>
                {format.day(receipt.occurredAt) !== today && `${format.nearDay(receipt.occurredAt)} · `}
                {t('till.recent.receipt', { number: receipt.receiptNumber })} ·{' '}
                {format.money(receipt.amountMinor)}
                {receipt.state !== 'closed' && (
                  <span className={css.state}>{t(`till.recent.${receipt.state}`)}</span>
                )}
              </small>
            </span>
            <span className={css.recentPoints}>
              {receipt.burnt > 0 && <b className={css.burnt}>{format.signed(-receipt.burnt)}</b>}
              {(receipt.earned > 0 || receipt.burnt === 0) && (
                <b className={css.earned}>{format.signed(receipt.earned)}</b>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
