// How a row says whom it is about: by card number, phone, or the name that the shop's own system gives. Used by every kind
// that is about members who are there already.
import { type SQL, sql } from 'drizzle-orm';
import { readCardDigits } from '../cards/resolve-card-code.ts';
import { readPhone } from '../members/phone-number.ts';
import { Refusal } from '../refusal.ts';
import type { ImportField, RowCells, RowProblem, Staged } from './import-kind.ts';

export const WHO = ['card', 'phone', 'externalId'] as const;
export const WHO_FIELDS: readonly ImportField[] = WHO.map((field) => ({ field }));
/** Columns of a staging table that hold what `readWho` read. */
export const WHO_COLUMNS = ['card text', 'phone text', 'external_id text'] as const;

export interface Who {
  card: string | null;
  phone: string | null;
  externalId: string | null;
}

const LONGEST_EXTERNAL_ID = 100;

/** Null when a cell is wrong, and that is told; all three null when the row names nobody. */
export function readWho(row: RowCells, wrong: (problem: RowProblem, field: string) => void): Who | null {
  const cardCell = row.get('card');
  const phoneCell = row.get('phone');
  const externalCell = row.get('externalId');
  const card = cardCell === '' ? null : readCardDigits(cardCell);
  const phone = phoneCell === '' ? null : phoneOf(phoneCell);
  if (cardCell !== '' && card === null) wrong('card_number', 'card');
  else if (phone !== null && 'problem' in phone) wrong(phone.problem, 'phone');
  else if (externalCell.length > LONGEST_EXTERNAL_ID) wrong('too_long', 'externalId');
  else
    return {
      card,
      phone: phone === null ? null : phone.phone,
      externalId: externalCell === '' ? null : externalCell,
    };
  return null;
}

/** A phone, or which sentence says why it is none. */
function phoneOf(text: string): { phone: string } | { problem: RowProblem } {
  try {
    return { phone: readPhone(text) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { problem: error.code === 'phone_not_mobile' ? 'phone_mobile' : 'phone' };
  }
}

/** Reports a second row about somebody whom an earlier one is about. */
export function whoSeen(staged: Staged): (rowNo: number, who: Who) => boolean {
  const seen = new Map<string, number>();
  return (rowNo, who) => {
    for (const field of WHO) {
      const value = who[field];
      if (value === null) continue;
      const before = seen.get(`${field} ${value}`);
      if (before !== undefined) {
        staged.wrong(rowNo, 'duplicate', field, { row: before });
        return true;
      }
    }
    for (const field of WHO) if (who[field] !== null) seen.set(`${field} ${who[field]}`, rowNo);
    return false;
  };
}

/**
 * Joins `s` (a staging table with WHO_COLUMNS) to the members whom each column names, and to `m`, whom they mean: of one who
 * has become part of another that other. Each is one look into an index: with a limit nobody reads a table as a whole.
 */
export const JOIN_WHO: SQL = sql`
  left join lateral (select member_id from card_number where card_number = s.card limit 1) n on true
  left join lateral (select member_id from phone where phone = s.phone limit 1) p on true
  left join lateral (select member_id from member_external_id where external_id = s.external_id limit 1) x on true
  left join lateral (
    select f.* from member f
    where f.member_id = coalesce(n.member_id, x.member_id, p.member_id) and f.absorbed_into is null
    union all
    select i.* from member f join member i on i.member_id = f.absorbed_into
    where f.member_id = coalesce(n.member_id, x.member_id, p.member_id)
    limit 1) m on true`;

/** Whoever the columns name, one member: the ones that are known must agree. */
export const WHO_AGREE: SQL = sql`(
  (n.member_id is null or n.member_id = m.member_id
    or (select f.absorbed_into from member f where f.member_id = n.member_id) is not distinct from m.member_id)
  and (p.member_id is null or p.member_id = m.member_id)
  and (x.member_id is null or x.member_id = m.member_id
    or (select f.absorbed_into from member f where f.member_id = x.member_id) is not distinct from m.member_id))`;
