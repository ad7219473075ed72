// Whether a partner may act, asked with every call of its systems: the answer is kept for a few seconds. What moves points
// asks anew in its own transaction.
import type { Db } from '#src/db/client.ts';
import type { PartnerId } from '#src/lib/id.ts';
import { requireActivePartner } from './read-terms.ts';

const KEPT_MS = 3_000;

/** Throws Refusal `partner_suspended`. */
export function activePartners(db: Db): (partnerId: PartnerId, at: Date) => Promise<void> {
  const kept = new Map<PartnerId, { answer: Promise<void>; until: number }>();
  return async (partnerId, at) => {
    const known = kept.get(partnerId);
    if (known && known.until > at.getTime()) return await known.answer;
    const answer = requireActivePartner(db, partnerId);
    kept.set(partnerId, { answer, until: at.getTime() + KEPT_MS });
    // A failed query is no answer, and a refusal is asked for again.
    answer.catch(() => kept.delete(partnerId));
    await answer;
  };
}
