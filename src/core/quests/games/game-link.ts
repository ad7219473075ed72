// The link that opens a game from the chat. It names the player and the task, is signed, and ends by itself. Telegram
// vouches for who has opened it; elsewhere it opens once (open-game.ts).
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { isId, type PlayerId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { MessengerName } from '../../members/ensure-identity.ts';
import { Refusal } from '../../refusal.ts';

/** A button in a chat is pressed within minutes; whoever comes back another day is shown the task anew. */
const GAME_LINK_LIFETIME_MS = 24 * 3_600_000;

export interface PlayersTask {
  playerId: PlayerId;
  taskNo: number;
}

interface Signing {
  secretKey: string;
  at: Date;
}

// Short, because Viber takes 100 characters of an address on some phones: 20 of the player's id, 4 of the task's number,
// 9 of the millisecond at which it ends, both in base 36, and 16 of signature (96 bits).
const SHAPE = /^([0-9a-z]{20})([0-9a-z]{4})([0-9a-z]{9})([\w-]{16})$/;

/** 49 letters, digits, `-` and `_`. */
export function signGameLink({ playerId, taskNo }: PlayersTask, { secretKey, at }: Signing): string {
  const ends = at.getTime() + GAME_LINK_LIFETIME_MS;
  const body = playerId.slice('ply_'.length) + base36(taskNo, 4) + base36(ends, 9);
  return body + mac(body, secretKey).toString('base64url');
}

/** Throws Refusal `game_closed` for a link that is forged or too old. */
export function readGameLink(token: string, { secretKey, at }: Signing): PlayersTask {
  const [, id = '', taskNo = '', ends = '', signature = ''] = SHAPE.exec(token) ?? [];
  const playerId = `ply_${id}` as const;
  if (!isId('ply', playerId)) throw new Refusal('game_closed');
  const wanted = mac(token.slice(0, -signature.length), secretKey);
  if (!timingSafeEqual(wanted, Buffer.from(signature, 'base64url'))) throw new Refusal('game_closed');
  if (Number.parseInt(ends, 36) < at.getTime()) throw new Refusal('game_closed');
  return { playerId, taskNo: Number.parseInt(taskNo, 36) };
}

/**
 * What a button of the chat opens: in Telegram a page that it vouches for, in Viber an address that opens once. Null where
 * there is no page that a messenger would open.
 */
export function gameAddress(
  of: PlayersTask & { messenger: MessengerName; language: Language },
  { gamePage, ...signing }: Signing & { gamePage: string | null },
): string | null {
  if (gamePage === null) return null;
  const link = signGameLink(of, signing);
  return of.messenger === 'telegram' ? `${gamePage}?lang=${of.language}&g=${link}` : `${gamePage}#g=${link}`;
}

const base36 = (value: number, length: number) => value.toString(36).padStart(length, '0');

function mac(body: string, secretKey: string): Buffer {
  const key = createHash('sha256').update(`game link\n${secretKey}`).digest();
  return createHmac('sha256', key).update(body).digest().subarray(0, 12);
}
