// A group of the staff is connected by a code that somebody of the staff has got in the console and writes there.
import { createHmac, randomInt } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Reader, Tx } from '#src/db/client.ts';
import { staffChat, staffChatCode } from '#src/db/schema/quests-chats.ts';
import type { IdentityId, StaffId } from '#src/lib/id.ts';
import { countAttempt } from '../../../members/count-attempt.ts';
import { recordAudit } from '../../../staff/record-audit.ts';

const CODE_LIFETIME_MS = 15 * 60_000;
/** Without letters and figures that look alike. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const CODE_LENGTH = 10;
const TRIES_AN_HOUR = 10;
const HOUR_MS = 3_600_000;

/** Makes a code that works once, within 15 minutes; the one before of the same person works no more. */
export async function makeChatCode(
  tx: Tx,
  { staffId, secretKey, at }: { staffId: StaffId; secretKey: string; at: Date },
): Promise<{ code: string; expiresAt: Date }> {
  const letters = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  const code = letters.join('');
  const row = {
    codeHash: hashOf(code, secretKey),
    expiresAt: new Date(at.getTime() + CODE_LIFETIME_MS),
  };
  await tx
    .insert(staffChatCode)
    .values({ madeBy: staffId, ...row })
    .onConflictDoUpdate({ target: staffChatCode.madeBy, set: row });
  return { code, expiresAt: row.expiresAt };
}

/** `wrong`: the code is not one, was used, or is too old. */
export type ChatConnected = 'connected' | 'wrong' | 'tooMany';

/** Wrong codes are counted by group, so nothing here throws. */
export async function connectChat(
  tx: Tx,
  asked: { identityId: IdentityId; title: string; code: string; secretKey: string; at: Date },
): Promise<ChatConnected> {
  const { identityId, title, code, secretKey, at } = asked;
  const attempt = { key: `staff-chat:${identityId}`, limit: TRIES_AN_HOUR, windowMs: HOUR_MS, at };
  if (!(await countAttempt(tx, attempt))) return 'tooMany';
  const codeHash = hashOf(code.trim().toUpperCase(), secretKey);
  const [used] = await tx
    .delete(staffChatCode)
    .where(and(eq(staffChatCode.codeHash, codeHash), gt(staffChatCode.expiresAt, at)))
    .returning({ madeBy: staffChatCode.madeBy });
  if (!used) return 'wrong';
  const row = { title, connectedBy: used.madeBy, connectedAt: at, disconnectedAt: null };
  await tx
    .insert(staffChat)
    .values({ identityId, ...row })
    .onConflictDoUpdate({ target: staffChat.identityId, set: row });
  await recordAudit(tx, { actor: used.madeBy, action: 'staff_chat.connect', subject: identityId, at });
  return 'connected';
}

/** Harmless when it is not connected. */
export async function disconnectChat(
  tx: Tx,
  { identityId, actor, at }: { identityId: IdentityId; actor: string; at: Date },
): Promise<void> {
  const gone = await tx
    .update(staffChat)
    .set({ disconnectedAt: at })
    .where(and(eq(staffChat.identityId, identityId), isNull(staffChat.disconnectedAt)))
    .returning({ identityId: staffChat.identityId });
  if (gone.length > 0)
    await recordAudit(tx, { actor, action: 'staff_chat.disconnect', subject: identityId, at });
}

export async function isConnected(db: Reader, identityId: IdentityId): Promise<boolean> {
  const [chat] = await db
    .select({ disconnectedAt: staffChat.disconnectedAt })
    .from(staffChat)
    .where(eq(staffChat.identityId, identityId));
  return chat?.disconnectedAt === null;
}

export interface StaffChat {
  identityId: IdentityId;
  title: string;
  connectedAt: Date;
}

export async function listChats(db: Reader): Promise<StaffChat[]> {
  return await db
    .select({
      identityId: staffChat.identityId,
      title: staffChat.title,
      connectedAt: staffChat.connectedAt,
    })
    .from(staffChat)
    .where(isNull(staffChat.disconnectedAt))
    .orderBy(staffChat.connectedAt);
}

function hashOf(code: string, secretKey: string): string {
  return createHmac('sha256', secretKey).update(`staff chat\n${code}`).digest('base64url');
}
