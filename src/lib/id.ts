// Identifiers: a prefix that shows a wrong one at a glance, then 50 bits of time (milliseconds) and 50 bits of chance in
// Crockford's base 32. They sort by the time they were made, so indexes grow at one end.
import { getRandomValues } from 'node:crypto';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export type Id<Prefix extends string> = `${Prefix}_${string}`;
export type MemberId = Id<'mem'>;
export type IdentityId = Id<'idn'>;
export type CardId = Id<'crd'>;
export type ReceiptId = Id<'rcp'>;
export type TransferId = Id<'trf'>;
export type LotId = Id<'lot'>;
export type StoreId = Id<'str'>;
export type TillId = Id<'til'>;
export type StaffId = Id<'stf'>;
export type ApiKeyId = Id<'key'>;
export type CampaignId = Id<'cmp'>;
export type DeliveryId = Id<'dlv'>;
export type EventId = Id<'evt'>;
export type BurnRequestId = Id<'brq'>;
export type ConsentId = Id<'cns'>;
export type RuleId = Id<'rul'>;
export type ReplayId = Id<'rpl'>;
export type ReturnId = Id<'ret'>;
export type HoldId = Id<'hld'>;
export type GiftId = Id<'gft'>;
export type AdjustmentId = Id<'adj'>;
export type MergeId = Id<'mrg'>;

/**
 * A new identifier such as `mem_06bv2k3h9q4w8x0y7z1a`: the prefix and 20 characters.
 * `at` is milliseconds since the epoch and decides how it sorts.
 */
export function newId<Prefix extends string>(prefix: Prefix, at: number = Date.now()): Id<Prefix> {
  let time = '';
  let rest = at;
  // Ten characters of five bits hold 50 bits: milliseconds until the year 37000.
  for (let i = 0; i < 10; i++) {
    time = ALPHABET.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let chance = '';
  for (let i = 0; i < 10; i++) chance += ALPHABET.charAt(randomByte() & 31);
  return `${prefix}_${time}${chance}`;
}

// Chance is fetched for many identifiers at once: a call for each costs more than all the rest of making it.
const pool = new Uint8Array(4_096);
let drawn = pool.length;

function randomByte(): number {
  if (drawn === pool.length) {
    getRandomValues(pool);
    drawn = 0;
  }
  return pool[drawn++] ?? 0;
}

/** Whether `text` looks like an identifier with this prefix; says nothing about whether it exists. */
export function isId<Prefix extends string>(prefix: Prefix, text: string): text is Id<Prefix> {
  return text.startsWith(`${prefix}_`) && /^[0-9a-hjkmnp-tv-z]{20}$/.test(text.slice(prefix.length + 1));
}
