// Two neighbours of the shop that share its points: a coffee shop that gives and takes them, and a fuel chain that only
// gives them. Two months of their movements, written as their own systems would have asked for them, but without telling
// anybody about the past.
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { postTransfers, type TransferInput } from '#src/core/ledger/post-transfer.ts';
import { localDay } from '#src/core/receipts/local-day.ts';
import { hashApiKey } from '#src/core/staff/create-api-key.ts';
import { expiresAt } from '#src/core/stores/currency-expiry.ts';
import { readCurrency } from '#src/core/stores/list-currencies.ts';
import { readProgramme } from '#src/core/stores/read-programme.ts';
import type { Tx } from '#src/db/client.ts';
import {
  issuingDay,
  partner,
  partnerCurrency,
  partnerPrice,
  transferOrigin,
} from '#src/db/schema/partners.ts';
import { apiKey } from '#src/db/schema/staff.ts';
import type { ApiKeyId, MemberId, PartnerId } from '#src/lib/id.ts';
import { DAY_MS, minuteOf, toLocal } from '#src/lib/zoned.ts';
import { type Random, seededRandom } from './random.ts';

const SINCE_DAYS = 64;
const CURRENCY = 'points';

interface DemoPartner {
  partnerId: PartnerId;
  keyId: ApiKeyId;
  name: string;
  contact: string;
  keyName: string;
  mayRedeem: boolean;
  dayCap: bigint;
  issueMinor: bigint;
  redeemMinor: bigint;
  /** Hours of the day, from and until. */
  open: [number, number];
  /** Points of one sale, from and to. */
  gives: [number, number];
}

const PARTNERS: DemoPartner[] = [
  {
    partnerId: 'prt_demo0000000000000001',
    keyId: 'key_demo0000000000000001',
    name: 'Кав’ярня «За рогом»',
    contact: 'Ірина, управителька: +380 44 000 01 01',
    keyName: 'Каса кав’ярні',
    mayRedeem: true,
    dayCap: 300n,
    issueMinor: 95n,
    redeemMinor: 85n,
    open: [8, 21],
    gives: [4, 12],
  },
  {
    partnerId: 'prt_demo0000000000000002',
    keyId: 'key_demo0000000000000002',
    name: 'АЗС «Дорога»',
    contact: 'Відділ партнерів: partners@doroha.example',
    keyName: 'Сервер АЗС',
    mayRedeem: false,
    dayCap: 2_000n,
    issueMinor: 90n,
    redeemMinor: 0n,
    open: [0, 24],
    gives: [10, 60],
  },
];

/** Harmless when they are there. */
export async function storePartners(tx: Tx, at: Date): Promise<void> {
  const since = new Date(at.getTime() - (SINCE_DAYS + 1) * DAY_MS);
  const made = await tx
    .insert(partner)
    .values(PARTNERS.map(({ partnerId, name, contact }) => ({ partnerId, name, contact, createdAt: since })))
    .onConflictDoNothing()
    .returning({ partnerId: partner.partnerId });
  if (made.length === 0) return;
  for (const each of PARTNERS) await storeTerms(tx, each, since);
  const random = seededRandom(20_260_128);
  const moves = (await visitors(tx, at)).flatMap((visitor) => movesOf(visitor, { at, random }));
  const inOrder = moves.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const { timeZone } = await readProgramme(tx);
  await storeMoves(tx, { moves: thoseThatFit(inOrder, timeZone), timeZone });
}

async function storeTerms(tx: Tx, each: DemoPartner, since: Date): Promise<void> {
  const { partnerId, keyId, keyName, mayRedeem, dayCap, issueMinor, redeemMinor } = each;
  const terms = { partnerId, currency: CURRENCY };
  await tx.insert(partnerCurrency).values({ ...terms, isOwner: false, mayIssue: true, mayRedeem, dayCap });
  await tx.insert(partnerPrice).values({ ...terms, fromAt: since, issueMinor, redeemMinor });
  await tx.insert(apiKey).values({
    keyId,
    name: keyName,
    // Of a secret that nobody knows: the console gives a new one.
    keyHash: hashApiKey(randomBytes(32).toString('base64url')),
    scopes: ['points:issue', ...(mayRedeem ? ['points:redeem'] : []), 'members:read', 'balance:read'],
    partnerId,
    createdAt: since,
  });
}

interface Visitor extends Record<string, unknown> {
  memberId: MemberId;
  /** Of the last purchase: what comes after it stands after it in the books. */
  lastAt: Date;
}

/** Whoever bought something in these weeks, and some who did so today. */
async function visitors(tx: Tx, at: Date): Promise<Visitor[]> {
  return await tx.execute<Visitor>(sql`
    select member_id as "memberId", last_receipt_at as "lastAt" from standing
    where last_receipt_at > ${new Date(at.getTime() - SINCE_DAYS * DAY_MS)}::timestamptz and last_receipt_at < ${at}::timestamptz
    order by member_id limit 120`);
}

interface Move {
  partner: DemoPartner;
  kind: 'issue' | 'redeem';
  memberId: MemberId;
  points: number;
  at: Date;
}

function movesOf({ memberId, lastAt }: Visitor, { at, random }: { at: Date; random: Random }): Move[] {
  const from = lastAt.getTime();
  // Some come by today, so that the day has something to show.
  const start = random.chance(0.12) ? Math.max(from, at.getTime() - 6 * 3_600_000) : from;
  const moves: Move[] = [];
  let time = start;
  for (let visit = random.whole(1, 3); visit > 0; visit--) {
    time += (at.getTime() - time) * random.next() * 0.5;
    const chosen = random.pick(PARTNERS);
    const [least, most] = chosen.gives;
    const points = random.whole(least, most);
    moves.push({ partner: chosen, kind: 'issue', memberId, points, at: new Date(Math.floor(time)) });
    // What was just given pays for the next cup.
    if (chosen.mayRedeem && random.chance(0.4)) {
      const paidAt = new Date(Math.floor(time + (at.getTime() - time) * 0.1));
      moves.push({ partner: chosen, kind: 'redeem', memberId, points: random.whole(2, points), at: paidAt });
    }
  }
  return moves;
}

/** While the partner is open, below four fifths of each day's cap, and nobody pays with more than partners gave them. */
function thoseThatFit(moves: Move[], timeZone: string): Move[] {
  const used = new Map<string, number>();
  const add = (name: string, points: number) => used.set(name, (used.get(name) ?? 0) + points);
  return moves.filter(({ partner: of, kind, memberId, points, at }) => {
    const hour = minuteOf(toLocal(at.getTime(), timeZone)) / 60;
    if (hour < of.open[0] || hour >= of.open[1]) return false;
    const day = `${of.partnerId} ${localDay(at.getTime(), timeZone)}`;
    const fits =
      kind === 'issue'
        ? ((used.get(day) ?? 0) + points) * 5 < Number(of.dayCap) * 4
        : points <= (used.get(memberId) ?? 0);
    if (fits && kind === 'issue') add(day, points);
    if (fits) add(memberId, kind === 'issue' ? points : -points);
    return fits;
  });
}

async function storeMoves(tx: Tx, { moves, timeZone }: { moves: Move[]; timeZone: string }): Promise<void> {
  const currency = await readCurrency(tx, CURRENCY);
  const slips = moves.map((move, place) => ({ ...move, key: `demo-${place}`, slip: String(1_000 + place) }));
  const posted = await postTransfers(
    tx,
    slips.map(({ partner: of, kind, memberId, points, at, key, slip }): TransferInput => {
      const asked = {
        memberId,
        key: `api:${of.partnerId}:${key}`,
        occurredAt: at,
        recordedAt: at,
        reason: {
          by: of.partnerId,
          name: of.name,
          reference: slip,
        },
      };
      return kind === 'issue'
        ? {
            ...asked,
            kind: 'earn',
            account: 'issued',
            amount: BigInt(points),
            expiresAt: expiresAt(currency, at, timeZone),
          }
        : { ...asked, kind: 'burn', account: 'burnt', amount: BigInt(-points) };
    }),
  );
  const origins = slips.map((each, place) => {
    const transferId = posted[place]?.transferId;
    if (!transferId) throw new Error('a movement of the demo was not posted');
    const { partner: of, kind, memberId, at, key, slip } = each;
    return {
      askedBy: of.partnerId,
      askKey: key,
      inputHash: 'demo',
      memberId,
      transferId,
      currency: CURRENCY,
      kind,
      partnerId: of.partnerId,
      keyId: of.keyId,
      reference: slip,
      day: localDay(at.getTime(), timeZone),
      recordedAt: at,
    };
  });
  await tx.insert(transferOrigin).values(origins);
  await countDays(tx, slips, timeZone);
}

async function countDays(tx: Tx, moves: Move[], timeZone: string): Promise<void> {
  const days = new Map<string, typeof issuingDay.$inferInsert & { issued: bigint }>();
  for (const { partner: of, kind, points, at } of moves) {
    if (kind !== 'issue') continue;
    const day = localDay(at.getTime(), timeZone);
    for (const [holder, cap] of [
      [of.partnerId, of.dayCap],
      [of.keyId, null],
    ] as const) {
      const before = days.get(`${holder} ${day}`)?.issued ?? 0n;
      days.set(`${holder} ${day}`, { holder, currency: CURRENCY, day, issued: before + BigInt(points), cap });
    }
  }
  await tx.insert(issuingDay).values([...days.values()]);
}
