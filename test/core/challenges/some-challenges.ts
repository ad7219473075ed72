// Challenges that run, and receipts without the till around them: rows as post_receipts writes them, each with its event.
import { sql } from 'drizzle-orm';
import { chooseMembers } from '#src/core/challenges/choose-members.ts';
import { type ChallengeWork, findChallengeWork } from '#src/core/challenges/find-challenge-work.ts';
import { followChallenges } from '#src/core/challenges/follow-challenges.ts';
import { giveGains } from '#src/core/challenges/give-gains.ts';
import { launchChallenge } from '#src/core/challenges/launch-challenge.ts';
import { readChallenge } from '#src/core/challenges/read-challenge.ts';
import { createChallenge } from '#src/core/challenges/write-challenge.ts';
import { recordEvent } from '#src/core/events/record-event.ts';
import { type Database, type Db, transaction } from '#src/db/client.ts';
import { type ChallengeId, type MemberId, newId, type ReceiptId } from '#src/lib/id.ts';
import { STORE } from '#test/support/a-shop.ts';
import { eventsSettled } from '#test/support/events-settled.ts';

/** Monday, noon in Kyiv. */
export const START = new Date('2027-03-01T10:00:00Z');
const DAY_MS = 86_400_000;
export const inDays = (days: number, from = START) => new Date(from.getTime() + days * DAY_MS);
export const ACTOR = 'stf_00000000000000000001';

export const points = (threshold: number, amount: number, stock: number | null = null) => ({
  threshold,
  stock,
  prize: { kind: 'points' as const, points: amount },
});

interface Made {
  content: Record<string, unknown>;
  startsAt?: Date;
  endsAt?: Date | null;
  budget?: bigint | null;
}

/** One that runs, for everybody at once unless `content` says otherwise, with nobody to compare with. */
export async function aChallenge(db: Db, made: Made): Promise<ChallengeId> {
  const { content, startsAt = START, endsAt = inDays(28), budget = null } = made;
  const input = {
    name: 'Кава',
    startsAt,
    endsAt,
    budget,
    content: { titles: { uk: 'Кава п’ять разів' }, joins: 'all', controlPercent: 0, ...content },
    requestKey: newId('chl', startsAt.getTime()),
    actor: ACTOR,
    at: startsAt,
  };
  const challengeId = await transaction(db, (tx) => createChallenge(tx, input));
  const { version } = await readChallenge(db, challengeId);
  await transaction(db, (tx) => launchChallenge(tx, { challengeId, version, actor: ACTOR, at: startsAt }));
  return challengeId;
}

export interface BoughtLine {
  sku: string;
  category: string;
  amountMinor: number;
  quantityMilli: number;
  returnedMilli: number;
}

export interface Bought {
  memberId: MemberId;
  receiptId: ReceiptId;
  storeId: string;
  at: Date;
  lines: BoughtLine[];
}

/** `recordedAt`: when the till told it, at once when left out. */
type Told = Pick<Bought, 'memberId' | 'at'> & {
  storeId?: string;
  lines?: Partial<BoughtLine>[];
  recordedAt?: Date;
};

export async function buys(db: Db, told: Told): Promise<Bought> {
  const { memberId, at, storeId = STORE, lines = [{}], recordedAt = at } = told;
  const receiptId = newId('rcp', at.getTime());
  const whole = lines.map((line) => ({
    sku: 'sku',
    category: 'кава',
    amountMinor: 100_00,
    quantityMilli: 1_000,
    returnedMilli: 0,
    ...line,
  }));
  const amountMinor = whole.reduce((sum, line) => sum + line.amountMinor, 0);
  await transaction(db, async (tx) => {
    await tx.execute(sql`
      insert into receipt (member_id, receipt_id, store_id, external_id, number, amount_minor, earned, burnt, balance_after,
        accepted_by, occurred_at, recorded_at)
      values (${memberId}, ${receiptId}, ${storeId}, ${receiptId}, '1', ${amountMinor}::bigint, 0, 0, 0, 'test', ${at}, ${recordedAt})`);
    for (const [place, line] of whole.entries())
      await tx.execute(sql`
        insert into receipt_line (member_id, receipt_id, line_no, sku, name, category, quantity_milli, price_minor, amount_minor)
        values (${memberId}, ${receiptId}, ${place + 1}::integer, ${line.sku}, ${line.sku}, ${line.category},
          ${line.quantityMilli}::bigint, ${line.amountMinor}::bigint, ${line.amountMinor}::bigint)`);
    const data = { receiptId, storeId, number: '1', amountMinor, earned: 0, burnt: 0, balance: 0 };
    await recordEvent(tx, { memberId, happened: { kind: 'receipt.accepted', data }, at: recordedAt });
  });
  return { memberId, receiptId, storeId, at, lines: whole };
}

/** So much of a line comes back, in thousandths; all of everything when no line is named. */
export async function returns(db: Db, receipt: Bought, at: Date, part?: { line: number; milli: number }) {
  const { memberId, receiptId, lines } = receipt;
  for (const [place, line] of lines.entries())
    if (!part || part.line === place)
      line.returnedMilli = part
        ? Math.min(line.quantityMilli, line.returnedMilli + part.milli)
        : line.quantityMilli;
  const back = lines.reduce(
    (sum, line) => sum + Math.round((line.amountMinor * line.returnedMilli) / line.quantityMilli),
    0,
  );
  const isWhole = lines.every((line) => line.returnedMilli === line.quantityMilli);
  await transaction(db, async (tx) => {
    await tx.execute(sql`update receipt set returned_minor = ${back}::bigint,
      state = ${isWhole ? 'returned' : 'partly_returned'} where member_id = ${memberId} and receipt_id = ${receiptId}`);
    for (const [place, line] of lines.entries())
      await tx.execute(sql`update receipt_line set returned_milli = ${line.returnedMilli}::bigint
        where member_id = ${memberId} and receipt_id = ${receiptId} and line_no = ${place + 1}::integer`);
    const none = { takenBack: 0, givenBack: 0, owed: 0 };
    const data = { receiptId, returnId: receiptId, storeId: receipt.storeId, amountMinor: back, ...none };
    await recordEvent(tx, { memberId, happened: { kind: 'receipt.returned', data }, at });
  });
}

/** Everything that the worker has to do at `at`, each as long as a look finds it. */
export async function work({ db, sql: bare }: Pick<Database, 'db' | 'sql'>, at: Date): Promise<void> {
  await eventsSettled(bare);
  const isThere = async (what: keyof ChallengeWork) => (await findChallengeWork(bare, at))?.[what];
  while ((await isThere('choosing')) && (await transaction(db, (tx) => chooseMembers(tx, at))));
  while (
    (await isThere('news')) &&
    (await transaction(db, (tx) => followChallenges(tx, { at, limit: 100 })))
  );
  while ((await isThere('gains')) && (await transaction(db, (tx) => giveGains(tx, at))));
}
