// A month over all partners and the programme itself. Together its rows are the entries of the ledger of that month:
// every transfer is in exactly one of them.
import type { Reader } from '#src/db/client.ts';
import type { PartnerId } from '#src/lib/id.ts';
import { listPartners } from '../partners/list-partners.ts';
import { listSettlementLines, type SettlementLine } from './read-settlement.ts';
import type { Span } from './settled-moves.ts';

interface Side {
  points: bigint;
  transfers: number;
}

export interface MonthRow {
  /** Null: what is settled with nobody. */
  partnerId: PartnerId | null;
  name: string | null;
  currency: string;
  issued: Side;
  redeemed: Side;
  other: Side;
  owedMinor: bigint;
}

/** Partners by their names, the programme last; those that did nothing are absent. */
export async function readSettledMonth(
  db: Reader,
  { span, timeZone }: { span: Span; timeZone: string },
): Promise<MonthRow[]> {
  const partners = await listPartners(db);
  const rows: MonthRow[] = [];
  for (const { partnerId, name } of [...partners, { partnerId: null, name: null }]) {
    const lines = await listSettlementLines(db, { partnerId, span, timeZone });
    for (const [currency, of] of Map.groupBy(lines, (line) => line.currency))
      rows.push({
        partnerId,
        name,
        currency,
        issued: sum(of, ['issued', 'issueReturned']),
        redeemed: sum(of, ['redeemed', 'redeemReturned']),
        other: sum(of, ['corrected', 'expired', 'moved']),
        owedMinor: of.reduce((all, line) => all + line.owedMinor, 0n),
      });
  }
  return rows;
}

function sum(lines: SettlementLine[], sides: SettlementLine['side'][]): Side {
  const counted = lines.filter((line) => sides.includes(line.side));
  return {
    points: counted.reduce((all, line) => all + line.points, 0n),
    transfers: counted.reduce((all, line) => all + line.transfers, 0),
  };
}
