// Tells the wallets of stale passes: a push to each phone of Apple's, which then asks for the pass itself, and the new
// fields to Google. A pass is leased first and settled afterwards, so that no transaction waits for the network and a
// pass that changed meanwhile is told once more.
import { sql } from 'drizzle-orm';
import { type Db, transaction } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { type PassFacts, readPassFacts } from './pass-facts.ts';

export interface Wallets {
  apple: ApplePush | null;
  google: GoogleUpdate | null;
}

export interface ApplePush {
  /** `gone`: the phone has thrown the pass away. */
  push(pushToken: string): Promise<'told' | 'gone' | 'failed'>;
}

export interface GoogleUpdate {
  update(facts: PassFacts): Promise<'told' | 'failed'>;
}

interface Leased extends Record<string, unknown> {
  member_id: MemberId;
  card_number: string;
  changed_at: Date;
  attempts: number;
  in_google: boolean;
  devices: { deviceId: string; pushToken: string }[];
}

/** Changes of a moment gather: a receipt is several events. */
const GATHER_MS = 2_000;
const LEASE_MS = 60_000;
const FIRST_WAIT_MS = 30_000;
/** After a day of tries nobody waits for it any more; the next change begins anew. */
const MOST_ATTEMPTS = 12;

/** Tells of at most `limit` passes and returns how many there were. */
export async function tellWallets(
  db: Db,
  wallets: Wallets,
  { at, limit }: { at: Date; limit: number },
): Promise<number> {
  const leased = await lease(db, { at, limit });
  await Promise.all(leased.map((pass) => tellOne(db, wallets, { pass, at })));
  return leased.length;
}

async function lease(db: Db, { at, limit }: { at: Date; limit: number }): Promise<Leased[]> {
  const until = new Date(at.getTime() + LEASE_MS);
  const gathered = new Date(at.getTime() - GATHER_MS);
  return await transaction(db, (tx) =>
    tx.execute<Leased>(sql`
      update wallet_pass p set leased_until = ${until}, attempts = attempts + 1
      from (select member_id, card_number from wallet_pass
        where stale_since <= ${gathered} and (leased_until is null or leased_until < ${at})
        order by stale_since limit ${limit} for update skip locked) due
      where p.member_id = due.member_id and p.card_number = due.card_number
      returning p.member_id, p.card_number, p.changed_at, p.attempts, p.in_google,
        coalesce((select jsonb_agg(jsonb_build_object('deviceId', device_id, 'pushToken', push_token))
          from pass_device d where d.member_id = p.member_id and d.card_number = p.card_number), '[]') as devices`),
  );
}

async function tellOne(
  db: Db,
  { apple, google }: Wallets,
  { pass, at }: { pass: Leased; at: Date },
): Promise<void> {
  const { member_id: memberId, card_number: cardNumber, devices } = pass;
  const pushed = apple
    ? await Promise.all(
        devices.map(async ({ deviceId, pushToken }) => ({ deviceId, is: await apple.push(pushToken) })),
      )
    : [];
  const told =
    google && pass.in_google
      ? await google.update(await readPassFacts(db, cardNumber, at))
      : ('told' as const);
  const gone = pushed.filter(({ is }) => is === 'gone').map(({ deviceId }) => deviceId);
  const failed = told === 'failed' || pushed.some(({ is }) => is === 'failed');
  const again = new Date(at.getTime() + FIRST_WAIT_MS * 2 ** (pass.attempts - 1));
  const over = !failed || pass.attempts >= MOST_ATTEMPTS;
  await transaction(db, async (tx) => {
    if (gone.length > 0)
      await tx.execute(sql`delete from pass_device
        where member_id = ${memberId} and card_number = ${cardNumber}
          and device_id in (select jsonb_array_elements_text(${JSON.stringify(gone)}::jsonb))`);
    // What changed meanwhile stays stale.
    await tx.execute(sql`update wallet_pass set
        stale_since = case when ${over} and changed_at = ${pass.changed_at} then null else stale_since end,
        leased_until = ${over ? null : again}::timestamptz
      where member_id = ${memberId} and card_number = ${cardNumber}`);
  });
}
