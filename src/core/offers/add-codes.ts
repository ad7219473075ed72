// Codes that an offer hands out or takes in: uploaded from somebody else's list, or made to be printed.
import { sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import type { OfferId } from '#src/lib/id.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { newCouponCode, readCouponCode } from './coupon-code.ts';

/** Of one upload. */
export const MOST_CODES = 100_000;
const AT_ONCE = 5_000;
const MOST_ROWS_NAMED = 20;

export interface AddedCodes {
  added: number;
  /** Were there before, of this offer: uploading a file again is harmless. */
  again: number;
  /** Lines that could not be taken, the first of them by number, and why. */
  bad: { line: number; code: string; why: 'notACode' | 'ofAnotherOffer' | 'twice' }[];
  badCount: number;
}

export interface AddCodes {
  offerId: OfferId;
  /** A CSV or a plain list: the first column counts, a heading and empty lines are passed over. */
  csv: string;
  actor: string;
  at: Date;
}

/** Adds the codes of a list. Throws Refusal `not_found` {what: 'offer'}, invalid_input for a list that is too long. */
export async function addCodes(tx: Tx, { offerId, csv, actor, at }: AddCodes): Promise<AddedCodes> {
  await lock(tx, offerId);
  const { codes, bad } = readList(csv);
  if (codes.length > MOST_CODES) throw invalidField('csv', 'mostCodes', { count: MOST_CODES });
  let added = 0;
  let again = 0;
  for (let from = 0; from < codes.length; from += AT_ONCE) {
    const part = codes.slice(from, from + AT_ONCE);
    const rows = await tx.execute<{ code: string; own: boolean; fresh: boolean }>(sql`
      with listed as materialized (
        select * from unnest(${sql.param(part.map(({ code }) => code))}::text[]) with ordinality as l(code, place)
      ), made as (
        insert into coupon_code (code, offer_id) select code, ${offerId} from listed order by place
        on conflict do nothing returning code
      )
      select l.code, m.code is not null as fresh, coalesce(k.offer_id = ${offerId}, true) as own
      from listed l left join made m using (code) left join coupon_code k on k.code = l.code`);
    const lines = new Map(part.map(({ code, line }) => [code, line]));
    for (const { code, own, fresh } of rows) {
      if (fresh) added++;
      else if (own) again++;
      else bad.push({ line: lines.get(code) ?? 0, code, why: 'ofAnotherOffer' });
    }
  }
  await tx.execute(sql`update offer set low_at = null where offer_id = ${offerId}`);
  const detail = { added, again, bad: bad.length };
  await recordAudit(tx, { actor, action: 'offer.codes', subject: offerId, detail, at });
  const named = bad.toSorted((a, b) => a.line - b.line).slice(0, MOST_ROWS_NAMED);
  return { added, again, bad: named, badCount: bad.length };
}

export interface MakeCodes {
  offerId: OfferId;
  count: number;
  actor: string;
  at: Date;
}

/** Makes codes to be printed. Throws Refusal `not_found` {what: 'offer'}. */
export async function makeCodes(tx: Tx, { offerId, count, actor, at }: MakeCodes): Promise<string[]> {
  await lock(tx, offerId);
  const made: string[] = [];
  while (made.length < count) {
    const wanted = Array.from({ length: Math.min(AT_ONCE, count - made.length) }, newCouponCode);
    const rows = await tx.execute<{ code: string }>(sql`
      insert into coupon_code (code, offer_id) select code, ${offerId} from unnest(${sql.param(wanted)}::text[]) as w(code)
      on conflict do nothing returning code`);
    made.push(...rows.map(({ code }) => code));
  }
  await tx.execute(sql`update offer set low_at = null where offer_id = ${offerId}`);
  const detail = { made: count };
  await recordAudit(tx, { actor, action: 'offer.codes', subject: offerId, detail, at });
  return made;
}

async function lock(tx: Tx, offerId: OfferId): Promise<void> {
  const rows = await tx.execute(sql`select 1 from offer where offer_id = ${offerId} for update`);
  if (rows.length === 0) throw new Refusal('not_found', { what: 'offer' });
}

interface Listed {
  codes: { code: string; line: number }[];
  bad: AddedCodes['bad'];
}

function readList(csv: string): Listed {
  const codes = new Map<string, number>();
  const bad: AddedCodes['bad'] = [];
  const lines = csv.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  for (const [index, text] of lines.entries()) {
    const [cell = ''] = text.split(/[,;\t]/);
    const written = cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim();
    if (written === '') continue;
    const line = index + 1;
    const code = readCouponCode(written);
    if (line === 1 && (code === null || /^(code|codes|coupon|код|коди|коды|купон)$/i.test(written))) continue;
    if (code === null) bad.push({ line, code: written.slice(0, 40), why: 'notACode' });
    else if (codes.has(code)) bad.push({ line, code, why: 'twice' });
    else codes.set(code, line);
  }
  return { codes: [...codes].map(([code, line]) => ({ code, line })), bad };
}
