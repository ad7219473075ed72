// Making and changing what can be ordered. Terms that people may be looking at change with the version, so that nobody
// orders by terms they have not seen; how many there are changes by steps, so that no order in between is lost.
import { and, eq, sql } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { reward, rewardRequest } from '#src/db/schema/rewards.ts';
import { newId, type RewardId, type StoreId } from '#src/lib/id.ts';
import type { Texts } from '#src/lib/texts.ts';
import { requirePicture } from '../pictures/find-picture.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { recordAudit } from '../staff/record-audit.ts';
import { readCurrency } from '../stores/list-currencies.ts';
import { listStores } from '../stores/read-store.ts';
import { lockReward, readReward } from './read-reward.ts';
import { asReward, type Reward } from './reward-shape.ts';

export interface RewardTerms {
  names: Texts;
  descriptions: Texts;
  pictureId: string | null;
  currency: string;
  price: bigint;
  memberLimit: number | null;
  tierKeys: string[];
  ordersFrom: Date | null;
  ordersUntil: Date | null;
  storeIds: StoreId[];
  preparation: Reward['preparation'];
  pickUpDays: number;
}

interface Asked {
  actor: string;
  /** Of the form that was sent: sent again, it is not done again. */
  requestKey: string;
  at: Date;
}

/** A draft. Throws Refusal `not_found` {what}, `currency_not_found`, `currency_closed`, `invalid_input` {field}. */
export async function createReward(
  tx: Tx,
  { actor, requestKey, at, stock, ...terms }: RewardTerms & Asked & { stock: number | null },
): Promise<Reward> {
  const made = await findRequest(tx, { actor, requestKey });
  if (made) return await readReward(tx, made);
  await checkTerms(tx, terms);
  const [row] = await tx
    .insert(reward)
    .values({
      ...terms,
      stock,
      rewardId: newId('rwd', at.getTime()),
      createdBy: actor,
      createdAt: at,
      changedAt: at,
    })
    .returning();
  if (!row) throw new Error('a reward was not stored');
  await noteRequest(tx, { actor, requestKey, rewardId: row.rewardId });
  await recordAudit(tx, { actor, action: 'reward.create', subject: row.rewardId, at });
  return asReward(row);
}

/** Throws as createReward, and `reward_not_found`, `reward_changed` when somebody else has changed it since `version`. */
export async function changeReward(
  tx: Tx,
  change: RewardTerms & { rewardId: RewardId; version: number; actor: string; at: Date },
): Promise<Reward> {
  const { rewardId, version, actor, at, ...terms } = change;
  const now = await lockReward(tx, rewardId);
  if (now.version !== version) throw new Refusal('reward_changed');
  await checkTerms(tx, terms);
  const next = { ...terms, version: version + 1, changedAt: at };
  const [row] = await tx.update(reward).set(next).where(eq(reward.rewardId, rewardId)).returning();
  if (!row) throw new Error('a locked reward is gone');
  const detail = { price: terms.price.toString(), was: now.price.toString() };
  await recordAudit(tx, { actor, action: 'reward.change', subject: rewardId, detail, at });
  return asReward(row);
}

/** Shows it to members, or takes it out of their sight; what was ordered stays ordered. Throws `reward_not_found`. */
export async function showReward(
  tx: Tx,
  { rewardId, shown, actor, at }: { rewardId: RewardId; shown: boolean; actor: string; at: Date },
): Promise<Reward> {
  await lockReward(tx, rewardId);
  const status = shown ? 'on' : 'off';
  const [row] = await tx
    .update(reward)
    .set({ status, changedAt: at })
    .where(eq(reward.rewardId, rewardId))
    .returning();
  if (!row) throw new Error('a locked reward is gone');
  await recordAudit(tx, { actor, action: `reward.${status}`, subject: rewardId, at });
  return asReward(row);
}

/**
 * Adds to what can be ordered, or takes from it; `by` null: from now on as many as are asked for. Something that had no
 * limit begins at zero. Throws Refusal `reward_stock_short` {left}, `reward_not_found`.
 */
export async function restockReward(
  tx: Tx,
  { rewardId, by, actor, requestKey, at }: Asked & { rewardId: RewardId; by: number | null },
): Promise<Reward> {
  const now = await lockReward(tx, rewardId);
  if (await findRequest(tx, { actor, requestKey })) return now;
  const { stock } = now;
  if (by !== null && (stock ?? 0) + by < 0) throw new Refusal('reward_stock_short', { left: stock ?? 0 });
  const next = by === null ? null : sql<number>`coalesce(${reward.stock}, 0) + ${by}`;
  const [row] = await tx
    .update(reward)
    .set({ stock: next, changedAt: at })
    .where(eq(reward.rewardId, rewardId))
    .returning();
  if (!row) throw new Error('a locked reward is gone');
  await noteRequest(tx, { actor, requestKey, rewardId });
  await recordAudit(tx, { actor, action: 'reward.stock', subject: rewardId, detail: { by }, at });
  return asReward(row);
}

async function checkTerms(tx: Tx, terms: RewardTerms): Promise<void> {
  const { names, currency, pictureId, storeIds, ordersFrom, ordersUntil } = terms;
  if (!Object.values(names).some((name) => name.trim())) throw invalidField('names', 'oneLanguage');
  if (ordersFrom && ordersUntil && ordersFrom >= ordersUntil)
    throw invalidField('ordersUntil', 'notAfter', { what: 'ordersFrom' });
  if ((await readCurrency(tx, currency)).closedAt) throw new Refusal('currency_closed');
  if (pictureId) await requirePicture(tx, pictureId);
  if (storeIds.length === 0) return;
  const open = new Set((await listStores(tx)).map((each) => each.storeId));
  const storeId = storeIds.find((each) => !open.has(each));
  if (storeId !== undefined) throw new Refusal('not_found', { what: 'store', storeId });
}

async function findRequest(
  tx: Tx,
  { actor, requestKey }: Pick<Asked, 'actor' | 'requestKey'>,
): Promise<RewardId | null> {
  const [row] = await tx
    .select({ rewardId: rewardRequest.rewardId })
    .from(rewardRequest)
    .where(and(eq(rewardRequest.askedBy, actor), eq(rewardRequest.requestKey, requestKey)));
  return row?.rewardId ?? null;
}

async function noteRequest(
  tx: Tx,
  { actor, ...request }: Pick<Asked, 'actor' | 'requestKey'> & { rewardId: RewardId },
): Promise<void> {
  await tx.insert(rewardRequest).values({ askedBy: actor, ...request });
}
