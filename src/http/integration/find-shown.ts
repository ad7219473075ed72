// From what a system calls a member to the member: what a till scans or types, a memberId, or the system's own name.
import { createHmac } from 'node:crypto';
import { readCard } from '#src/core/cards/read-card.ts';
import { findByExternalId } from '#src/core/members/external-id.ts';
import { memberNow } from '#src/core/members/member-now.ts';
import type { OpenReceipt } from '#src/core/receipts/open-receipt.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Reader } from '#src/db/client.ts';
import { isId, type MemberId } from '#src/lib/id.ts';
import { findHolder, type Holder } from '../find-holder.ts';
import type { IntegrationDeps, ReadCall } from './basket-call.ts';

export interface Shown extends Holder {
  /** Tells the same code again without keeping it. */
  codeMark: string;
}

interface Asked {
  secretKey: string;
  at: Date;
  /** See resolveCardCode. */
  isLate?: boolean;
  /** Also by a blocked card: where nothing comes of it any more. */
  blockedToo?: boolean;
}

/** Throws what findHolder throws; `card_not_found` for everything that leads to nobody. */
export async function findShown(db: Reader, code: string, asked: Asked): Promise<Shown> {
  const codeMark = markOf(code, asked);
  const memberId = await findNamed(db, code);
  if (!memberId) return { ...(await findHolder(db, code, asked)), codeMark };
  const card = await readCard(db, memberId);
  if (card.status === 'blocked' && !asked.blockedToo) throw new Refusal('card_blocked');
  return { memberId, cardNumber: card.cardNumber, nonce: null, codeMark };
}

/** The member for whom this basket was opened with this very code, which may be stale by now; null when it was not. */
export function findShownBefore(open: OpenReceipt | null, code: string, asked: Asked): Shown | null {
  const codeMark = markOf(code, asked);
  if (!open?.memberId || open.shown?.codeMark !== codeMark) return null;
  return { memberId: open.memberId, cardNumber: '', nonce: null, codeMark };
}

/** Who shows the code of this call, or showed it when the basket was opened. Throws as findShown. */
export async function whoIs(
  { database, config: { secretKey } }: Pick<IntegrationDeps, 'database' | 'config'>,
  { read: { memberCode: code = '', at }, open }: { read: ReadCall; open: OpenReceipt | null },
): Promise<Shown> {
  const asked = { secretKey, at };
  return findShownBefore(open, code, asked) ?? (await findShown(database.db, code, asked));
}

async function findNamed(db: Reader, code: string): Promise<MemberId | null> {
  if (isId('mem', code)) return await memberNow(db, code);
  if (!code.startsWith('ext:')) return null;
  const memberId = await findByExternalId(db, code.slice('ext:'.length).trim());
  if (!memberId) throw new Refusal('card_not_found');
  return memberId;
}

/** Tells the same code again without keeping it. */
export function markOf(code: string, { secretKey }: Pick<Asked, 'secretKey'>): string {
  return createHmac('sha256', `receipt code ${secretKey}`)
    .update(code.trim())
    .digest('base64url')
    .slice(0, 22);
}
