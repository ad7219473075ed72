// The ticket that stands for a scan: whose card it was, who scanned it and when, and the live code's nonce. Signed,
// so that nothing is stored, and good only for the member of staff who scanned.
import { Refusal } from '#src/core/refusal.ts';
import type { MemberId, StaffId } from '#src/lib/id.ts';
import { readLink, signLink } from '#src/lib/signed-link.ts';
import type { Holder } from '../find-holder.ts';

/** How long a cashier may take from the scan to the sum. */
export const TICKET_MS = 10 * 60_000;
/** A ticket to the cards themselves opens no sale: it is given for blocked cards too. */
const PURPOSES = { sale: 'till ticket', cards: 'till cards' } as const;

export interface Scan extends Holder {
  scannedAt: Date;
}

interface Keys {
  staffId: StaffId;
  secretKey: string;
  /** What it opens: a sale when left out. */
  to?: keyof typeof PURPOSES;
}

export function writeTicket(
  scan: Scan,
  { staffId, secretKey, to = 'sale' }: Keys,
): { ticket: string; expiresAt: Date } {
  const expiresAt = new Date(scan.scannedAt.getTime() + TICKET_MS);
  const subject = [staffId, scan.memberId, scan.cardNumber, scan.nonce ?? '', scan.scannedAt.getTime()].join(
    '|',
  );
  return { ticket: signLink({ purpose: PURPOSES[to], subject, expiresAt }, secretKey), expiresAt };
}

/** Throws Refusal code_expired for a ticket that is too old, forged, or somebody else's. */
export function readTicket(
  ticket: string,
  { staffId, secretKey, at, to = 'sale' }: Keys & { at: Date },
): Scan {
  const [scannedBy, memberId, cardNumber, nonce, scannedAt] =
    readLink(ticket, { purpose: PURPOSES[to], secretKey, at })?.split('|') ?? [];
  if (scannedBy !== staffId || !memberId || !cardNumber) throw new Refusal('code_expired');
  return {
    memberId: memberId as MemberId,
    cardNumber,
    nonce: nonce || null,
    scannedAt: new Date(Number(scannedAt)),
  };
}
