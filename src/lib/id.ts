// Identifiers: a prefix that shows a wrong one at a glance, then 50 bits of time (milliseconds) and 50 bits of chance in
// Crockford's base 32. They sort by the time they were made, so indexes grow at one end; those of one process and one
// millisecond in the order in which they were made, so that points of one moment are drawn in the order they came.
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
export type RepairId = Id<'rpr'>;
export type SegmentId = Id<'seg'>;
export type DeliveryId = Id<'dlv'>;
export type EventId = Id<'evt'>;
export type BurnRequestId = Id<'brq'>;
export type ConsentId = Id<'cns'>;
/** A rule of the book, or an offer, which works as one for whoever holds a coupon of it. */
export type RuleId = Id<'rul'> | OfferId;
export type ReplayId = Id<'rpl'>;
export type ReturnId = Id<'ret'>;
export type HoldId = Id<'hld'>;
export type GiftId = Id<'gft'>;
export type AdjustmentId = Id<'adj'>;
export type MergeId = Id<'mrg'>;
export type ShoppingItemId = Id<'itm'>;
export type ShiftId = Id<'shf'>;
export type RewardId = Id<'rwd'>;
export type OrderId = Id<'ord'>;
export type ImportId = Id<'imp'>;
export type OfferId = Id<'off'>;
export type CouponId = Id<'cpn'>;
export type EndpointId = Id<'whe'>;
export type PartnerId = Id<'prt'>;
export type QuestId = Id<'qst'>;
/** Somebody in one quest, a member or a guest. */
export type PlayerId = Id<'ply'>;
export type TeamId = Id<'tem'>;
export type WinId = Id<'win'>;
export type CorrectionId = Id<'cor'>;
export type ChallengeId = Id<'chl'>;
/** One opening of a game's page. */
export type GameId = Id<'gam'>;

/**
 * A new identifier such as `mem_06bv2k3h9q4w8x0y7z1a`: the prefix and 20 characters.
 * `at` is milliseconds since the epoch and decides how it sorts.
 */
export function newId<Prefix extends string>(prefix: Prefix, at: number = Date.now()): Id<Prefix> {
  if (at === latest && place < PLACES - 1) place++;
  // Begun by chance, so that two processes do not count side by side, and low, so that there is room.
  else place = randomBits() >>> 1;
  latest = at;
  // Ten characters hold 50 bits: milliseconds until the year 37000.
  return `${prefix}_${digits(at, 10)}${digits(place, 5)}${digits(randomBits(), 5)}`;
}

/** How many identifiers of one millisecond are in order: 25 bits. */
const PLACES = 2 ** 25;
let latest = Number.NaN;
let place = 0;

/** The last `length` digits of a number to the base 32. */
function digits(value: number, length: number): string {
  let text = '';
  let rest = value;
  for (let i = 0; i < length; i++) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

// Chance is fetched for many identifiers at once: a call for each costs more than all the rest of making it.
const pool = new Uint32Array(1_024);
let drawn = pool.length;

/** 25 bits of chance. */
function randomBits(): number {
  if (drawn === pool.length) {
    getRandomValues(pool);
    drawn = 0;
  }
  return (pool[drawn++] ?? 0) % PLACES;
}

/** Whether `text` looks like an identifier with this prefix; says nothing about whether it exists. */
export function isId<Prefix extends string>(prefix: Prefix, text: string): text is Id<Prefix> {
  return text.startsWith(`${prefix}_`) && /^[0-9a-hjkmnp-tv-z]{20}$/.test(text.slice(prefix.length + 1));
}
