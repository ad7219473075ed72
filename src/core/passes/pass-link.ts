// The addresses that take a member's card into a wallet: sealed, because a pass shows a name and a balance, and for a day.
import type { MemberId } from '#src/lib/id.ts';
import { readLink, signLink } from '#src/lib/signed-link.ts';

const LIFETIME_MS = 24 * 3_600_000;
const PURPOSE = 'pass';

/** Which wallets there is a way into. */
export interface WalletsOpen {
  apple: boolean;
  google: boolean;
}

/** Addresses for this member; null where the wallet is not set up. */
export interface WalletLinks {
  apple: string | null;
  google: string | null;
}

export function walletLinks(
  memberId: MemberId,
  open: WalletsOpen,
  { publicUrl, secretKey, at }: { publicUrl: string; secretKey: string; at: Date },
): WalletLinks {
  const expiresAt = new Date(at.getTime() + LIFETIME_MS);
  const token = signLink({ purpose: PURPOSE, subject: memberId, expiresAt }, secretKey);
  return {
    apple: open.apple ? `${publicUrl}/passes/apple/${token}.pkpass` : null,
    google: open.google ? `${publicUrl}/passes/google/${token}` : null,
  };
}

/** Whose card a link takes; null when it is forged or too old. */
export function readWalletLink(
  token: string,
  { secretKey, at }: { secretKey: string; at: Date },
): MemberId | null {
  // Nobody but this file seals one.
  return readLink(token, { purpose: PURPOSE, secretKey, at }) as MemberId | null;
}
