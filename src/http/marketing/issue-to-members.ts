// A personal offer to a list of members, each in a transaction of its own: one that cannot have it keeps up nobody.
import { createHash } from 'node:crypto';
import { giveCoupon } from '#src/core/offers/give-coupon.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import { refusalSentence } from '#src/lib/i18n.ts';
import { isId, type MemberId, type OfferId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { HttpDeps } from '../deps.ts';
import { findHolder } from '../find-holder.ts';

export interface IssueToMembers {
  offerId: OfferId;
  members: readonly string[];
  /** Left out: the very list is the key. */
  key?: string | undefined;
  /** Not a word about it in the chats. */
  silent?: boolean | undefined;
  actor: string;
  language: Language;
}

export interface Issued {
  given: number;
  again: number;
  refused: { code: string; outcome: 'refused'; why: string }[];
}

export async function issueToMembers(
  { database, config, clock }: Pick<HttpDeps, 'database' | 'config' | 'clock'>,
  { offerId, members, key = digestOf(members), silent, actor, language }: IssueToMembers,
): Promise<Issued> {
  const { db } = database;
  const issued: Issued = { given: 0, again: 0, refused: [] };
  for (const code of new Set(members)) {
    const at = clock.now();
    try {
      const asked = { secretKey: config.secretKey, at, blockedToo: true };
      const memberId: MemberId = isId('mem', code) ? code : (await findHolder(db, code, asked)).memberId;
      const fresh = { memberId, offerId, issuedBy: actor, key: `list:${key}`, silent, at };
      const { again } = await transaction(db, (tx) => giveCoupon(tx, fresh));
      if (again) issued.again++;
      else issued.given++;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const why = refusalSentence(language, error.code, error.details);
      issued.refused.push({ code, outcome: 'refused', why });
    }
  }
  return issued;
}

/** The same whatever the order of the list. */
function digestOf(members: readonly string[]): string {
  const list = JSON.stringify([...new Set(members)].toSorted());
  return createHash('sha256').update(list).digest('base64url');
}
