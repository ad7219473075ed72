// The ticket that stands for a scan: whose card it was, who scanned it and when, and the live code's nonce. Signed,
// so that nothing is stored, and good only for the member of staff who scanned.
import { Refusal } from '#src/core/refusal.ts';
import type { MemberId, StaffId } from '#src/lib/id.ts';
import { readLink, signLink } from '#src/lib/signed-link.ts';
import type { Holder } from '../find-holder.ts';

/** How long a cashier may take from the scan to the sum. */
export const TICKET_MS = 10 * 60_000;
const PURPOSE = 'till ticket';

export interface Scan extends Holder {
  scannedAt: Date;
}

interface Keys {
  staffId: StaffId;
  secretKey: string;
}

export function writeTicket(scan: Scan, { staffId, secretKey }: Keys): { ticket: string; expiresAt: Date } {
  const expiresAt = new Date(scan.scannedAt.getTime() + TICKET_MS);
  const subject = [staffId, scan.memberId, scan.cardNumber, scan.nonce ?? '', scan.scannedAt.getTime()].join(
    '|',
  );
  return { ticket: signLink({ purpose: PURPOSE, subject, expiresAt }, secretKey), expiresAt };
}

/** Throws Refusal code_expired for a ticket that is too old, forged, or somebody else's. */
export function readTicket(ticket: string, { staffId, secretKey, at }: Keys & { at: Date }): Scan {
  const [scannedBy, memberId, cardNumber, nonce, scannedAt] =
    readLink(ticket, { purpose: PURPOSE, secretKey, at })?.split('|') ?? [];
  if (scannedBy !== staffId || !memberId || !cardNumber) throw new Refusal('code_expired');
  return {
    memberId: memberId as MemberId,
    cardNumber,
    nonce: nonce || null,
    scannedAt: new Date(Number(scannedAt)),
  };
}
