/**
 * A receipt is of the moment when its card was scanned or its basket was begun, and is paid and told some time later: what
 * its member takes or joins meanwhile holds for it. Clocks of tills run behind, too.
 */
export const RECEIPT_LASTS_MS = 3_600_000;
