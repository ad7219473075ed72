// What partners and the programme owe each other.
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import {
  type Settlement,
  type SettledTransfer as Shown,
  settlementRoutes,
} from '#src/contract/settlements.ts';
import { readPartner } from '#src/core/partners/list-partners.ts';
import { readSettledMonth } from '#src/core/reports/read-settled-month.ts';
import {
  listExpiredOf,
  listSettledTransfers,
  listSettlementLines,
  monthOf,
  type SettledTransfer,
  spanOfMonths,
} from '#src/core/reports/read-settlement.ts';
import { listApiKeys } from '#src/core/staff/list-api-keys.ts';
import { recordAudit } from '#src/core/staff/record-audit.ts';
import { readProgramme } from '#src/core/stores/read-programme.ts';
import { type Db, transaction } from '#src/db/client.ts';
import { BYTE_ORDER_MARK, type CsvForm, csvRow } from '#src/lib/csv.ts';
import type { PartnerId, TransferId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { delimiterOf, sendCsv } from '../send-csv.ts';
import { readValue, serve } from '../serve.ts';

const MONTHS = 13;
const PAGE = 50;
const ROWS_AT_ONCE = 1_000;

export function serveSettlements(app: FastifyInstance, { database, clock }: HttpDeps): void {
  const { db } = database;

  serve(app, settlementRoutes.listSettlements, async ({ params }) => {
    const { partnerId } = await readPartner(db, params.partnerId as PartnerId);
    const { timeZone } = await readProgramme(db);
    const thisMonth = monthOf(clock.now(), timeZone);
    return { settlements: await describeMonths(db, { partnerId, thisMonth, timeZone }) };
  });

  serve(app, settlementRoutes.listSettledTransfers, async ({ params, query }) => {
    const { partnerId } = await readPartner(db, params.partnerId as PartnerId);
    const { timeZone } = await readProgramme(db);
    const { currency, actor, side, after, afterAt } = query;
    const rows = await listSettledTransfers(db, {
      partnerId,
      span: spanOfMonths(params.month, { timeZone }),
      only: { currency, actor, side },
      ...(after && afterAt && { after: { at: new Date(afterAt), transferId: after as TransferId } }),
      limit: PAGE + 1,
    });
    const nameOf = await keyNames(db);
    return { transfers: rows.slice(0, PAGE).map((row) => describe(row, nameOf)), more: rows.length > PAGE };
  });

  app.get(
    settlementRoutes.takeSettlement.url,
    { schema: { summary: settlementRoutes.takeSettlement.summary } },
    async (request, reply) => {
      const params = readValue(settlementRoutes.takeSettlement.params, request.params);
      const { delimiter } = readValue(settlementRoutes.takeSettlement.query, request.query);
      const { partnerId } = await readPartner(db, params.partnerId as PartnerId);
      const { timeZone } = await readProgramme(db);
      const { month } = params;
      const actor = signedIn(request).staffId;
      const taken = { actor, action: 'partner.settlement', subject: partnerId, detail: { month } };
      await transaction(db, (tx) => recordAudit(tx, { ...taken, at: clock.now() }));
      const asked = { partnerId, month, timeZone, delimiter: delimiterOf(delimiter) };
      return sendCsv(reply, `settlement-${month}`, Readable.from(streamSettlement(db, asked)));
    },
  );

  serve(app, settlementRoutes.readMonth, async ({ params }) => {
    const { timeZone } = await readProgramme(db);
    const rows = await readSettledMonth(db, { span: spanOfMonths(params.month, { timeZone }), timeZone });
    const side = ({ points, transfers }: { points: bigint; transfers: number }) => ({
      points: Number(points),
      transfers,
    });
    return {
      rows: rows.map(({ issued, redeemed, other, owedMinor, ...row }) => ({
        ...row,
        issued: side(issued),
        redeemed: side(redeemed),
        other: side(other),
        owedMinor: Number(owedMinor),
      })),
    };
  });
}

async function describeMonths(
  db: Db,
  asked: { partnerId: PartnerId; thisMonth: string; timeZone: string },
): Promise<Settlement[]> {
  const { partnerId, thisMonth, timeZone } = asked;
  const span = spanOfMonths(thisMonth, { timeZone, months: MONTHS });
  const [lines, expired] = await Promise.all([
    listSettlementLines(db, { partnerId, span, timeZone }),
    listExpiredOf(db, { partnerId, span, timeZone }),
  ]);
  const months = new Set([thisMonth, ...[...lines, ...expired].map((each) => each.month)]);
  return [...months]
    .toSorted()
    .toReversed()
    .map((month) => {
      const of = lines.filter((line) => line.month === month);
      return {
        month,
        isOpen: month === thisMonth,
        lines: of.map(({ month: _of, points, priceMinor, owedMinor, ...line }) => ({
          ...line,
          points: Number(points),
          priceMinor: Number(priceMinor),
          owedMinor: Number(owedMinor),
        })),
        expired: expired
          .filter((each) => each.month === month)
          .map(({ currency, points }) => ({ currency, points: Number(points) })),
        owedMinor: Number(of.reduce((sum, line) => sum + line.owedMinor, 0n)),
      };
    });
}

function describe(row: SettledTransfer, nameOf: (keyId: string) => string | null): Shown {
  const { keyId, at, points, priceMinor, owedMinor, ...rest } = row;
  return {
    ...rest,
    at: at.toISOString(),
    points: Number(points),
    priceMinor: Number(priceMinor),
    owedMinor: Number(owedMinor),
    keyName: nameOf(keyId),
  };
}

async function keyNames(db: Db): Promise<(keyId: string) => string | null> {
  const names = new Map<string, string>((await listApiKeys(db)).map(({ keyId, name }) => [keyId, name]));
  return (keyId) => names.get(keyId) ?? null;
}

const COLUMNS = [
  'at',
  'transferId',
  'memberId',
  'currency',
  'actor',
  'side',
  'points',
  'priceMinor',
  'owedMinor',
  'key',
  'reference',
];

/** Page by page, so that memory does not grow with the month. */
async function* streamSettlement(
  db: Db,
  asked: { partnerId: PartnerId; month: string; timeZone: string; delimiter: CsvForm['delimiter'] },
): AsyncGenerator<string> {
  const { partnerId, month, timeZone } = asked;
  const nameOf = await keyNames(db);
  const span = spanOfMonths(month, { timeZone });
  yield BYTE_ORDER_MARK + csvRow(COLUMNS, asked);
  let after: SettledTransfer | undefined;
  do {
    const rows = await listSettledTransfers(db, { partnerId, span, after, limit: ROWS_AT_ONCE });
    yield rows
      .map(({ keyId, ...row }) =>
        csvRow(
          [
            row.at,
            row.transferId,
            row.memberId,
            row.currency,
            row.actor,
            row.side,
            row.points,
            row.priceMinor,
            row.owedMinor,
            nameOf(keyId),
            row.reference,
          ],
          asked,
        ),
      )
      .join('');
    after = rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined;
  } while (after);
}
