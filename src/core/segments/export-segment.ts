// People of a segment as a file: hashes of phones for an advertising network, of those only who have agreed to
// advertising, or the members themselves. Read some thousand at a time by their ids, so memory does not grow with it.
import { desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { segmentExport } from '#src/db/schema/segments.ts';
import { BYTE_ORDER_MARK, type CsvValue, csvRow } from '#src/lib/csv.ts';
import { newId, type SegmentId } from '#src/lib/id.ts';
import { maskPhone } from '../members/phone-number.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { AD_HASHES } from './ad-hashes.ts';

export const NETWORKS = ['meta', 'google', 'members'] as const;
export type Network = (typeof NETWORKS)[number];
const MEMBERS_AT_ONCE = 5_000;
const FORM = { delimiter: ',' } as const;

interface Person extends Record<string, unknown> {
  member_id: string;
  phone: string | null;
  tier_key: string;
  language: string;
  registered_at: Date;
}

/** Who may be told to an advertising network at all. */
export const FOR_ADS = sql`m.status = 'active' and m.marketing_consent and m.phone is not null`;

const FILES: Record<Network, { head: string[]; row: (person: Person) => CsvValue[]; who: SQL }> = {
  meta: { head: ['phone'], row: ({ phone }) => [AD_HASHES.meta(phone ?? '')], who: FOR_ADS },
  google: { head: ['Phone'], row: ({ phone }) => [AD_HASHES.google(phone ?? '')], who: FOR_ADS },
  members: {
    head: ['member_id', 'phone', 'tier', 'language', 'registered_at'],
    row: ({ member_id: memberId, phone, tier_key: tier, language, registered_at: registeredAt }) => [
      memberId,
      phone && maskPhone(phone),
      tier,
      language,
      registeredAt,
    ],
    who: sql`m.status = 'active'`,
  },
};

/** Notes who takes what. Comes before the first row; returns the id under which its end is noted. */
export async function noteExport(
  tx: Tx,
  { segmentId, network, actor, at }: { segmentId: SegmentId; network: Network; actor: string; at: Date },
): Promise<string> {
  const exportId = newId('exp', at.getTime());
  await tx.insert(segmentExport).values({ exportId, segmentId, network, askedBy: actor, askedAt: at });
  await recordAudit(tx, { actor, action: 'segment.export', subject: segmentId, detail: { network }, at });
  return exportId;
}

export async function endExport(
  tx: Tx,
  { exportId, people, at }: { exportId: string; people: number; at: Date },
): Promise<void> {
  await tx.update(segmentExport).set({ people, finishedAt: at }).where(eq(segmentExport.exportId, exportId));
}

/** What was taken out of a segment, the newest first. */
export async function listSegmentExports(
  db: Reader,
  segmentId: SegmentId,
): Promise<(typeof segmentExport.$inferSelect)[]> {
  return await db
    .select()
    .from(segmentExport)
    .where(eq(segmentExport.segmentId, segmentId))
    .orderBy(desc(segmentExport.askedAt), desc(segmentExport.exportId))
    .limit(50);
}

/** The file in pieces, each with the number of people in it. `where`: an expression over `m`. */
export async function* streamSegment(
  db: Reader,
  { where, network }: { where: SQL; network: Network },
): AsyncGenerator<{ text: string; people: number }> {
  const { head, row, who } = FILES[network];
  yield { text: (network === 'members' ? BYTE_ORDER_MARK : '') + csvRow(head, FORM), people: 0 };
  let after = '';
  while (true) {
    // A part of all members, not of those who fit: where few fit, a statement would look through everybody.
    const rows = await db.execute<Person & { fits: boolean }>(sql`
      select m.member_id, m.phone, m.tier_key, m.language, m.registered_at, ${who} and ${where} as fits
      from member m where m.member_id > ${after} order by m.member_id limit ${MEMBERS_AT_ONCE}`);
    const chosen = rows.filter(({ fits }) => fits);
    if (chosen.length > 0) {
      yield { text: chosen.map((person) => csvRow(row(person), FORM)).join(''), people: chosen.length };
    }
    const last = rows.at(-1);
    if (!last || rows.length < MEMBERS_AT_ONCE) return;
    after = last.member_id;
  }
}
