// Made and changed by staff. Once members take part, what counts and what is given for it stays as they were told.
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { challenge, challengeStage } from '#src/db/schema/challenges.ts';
import { type ChallengeId, newId } from '#src/lib/id.ts';
import { requirePicture } from '../pictures/find-picture.ts';
import { invalidField, Refusal } from '../refusal.ts';
import { alike } from '../rules/overlap.ts';
import { recordAudit } from '../staff/record-audit.ts';
import type { ChallengeTerms, Stage } from './challenge-terms.ts';
import { checkChallenge } from './check-challenge.ts';
import { type Challenge, lockChallenge, readChallenge } from './read-challenge.ts';

const LONGEST_NAME = 100;

export interface ChallengeInput {
  /** For the staff. */
  name: string;
  startsAt: Date;
  endsAt: Date | null;
  budget: bigint | null;
  /** Read by checkChallenge. */
  content: unknown;
}

export interface Actor {
  /** A staff id. */
  actor: string;
  at: Date;
}

/**
 * A draft that nobody sees; the same `requestKey` again is the same draft. Throws Refusal `invalid_input` {field}, `rule_not_valid` {path}, `not_found` {what: 'picture'}.
 */
export async function createChallenge(
  tx: Tx,
  { actor, at, requestKey, ...input }: ChallengeInput & Actor & { requestKey: string },
): Promise<ChallengeId> {
  const [made] = await tx.select().from(challenge).where(eq(challenge.requestKey, requestKey));
  if (made) return made.challengeId;
  const challengeId = newId('chl', at.getTime());
  const { stages, ...row } = await read(tx, input);
  await tx.insert(challenge).values({ ...row, challengeId, requestKey, createdBy: actor, createdAt: at });
  await writeStages(tx, challengeId, stages);
  await recordAudit(tx, { actor, action: 'challenge.create', subject: challengeId, at });
  return challengeId;
}

/** A draft like another, from `at` on for as long. Throws Refusal `challenge_not_found`. */
export async function copyChallenge(
  tx: Tx,
  { challengeId, name, requestKey, actor, at }: Actor & Copy,
): Promise<ChallengeId> {
  const { startsAt, endsAt, budget, terms, stages } = await readChallenge(tx, challengeId);
  const later = (moment: Date) => new Date(at.getTime() + moment.getTime() - startsAt.getTime());
  const { acceptUntil } = terms;
  return await createChallenge(tx, {
    name,
    startsAt: at,
    endsAt: endsAt && later(endsAt),
    budget,
    content: {
      ...terms,
      acceptUntil: acceptUntil && later(new Date(acceptUntil)).toISOString(),
      stages: stages.map(({ threshold, prize, stock }) => ({ threshold, prize, stock })),
    },
    requestKey,
    actor,
    at,
  });
}

interface Copy {
  challengeId: ChallengeId;
  name: string;
  requestKey: string;
}

/**
 * Throws as createChallenge does, and Refusal `challenge_not_found`, `challenge_changed` when somebody else has saved it,
 * `challenge_state` when it is over, and `challenge_fixed` for what may not change while members take part.
 */
export async function changeChallenge(
  tx: Tx,
  asked: ChallengeInput & Actor & { challengeId: ChallengeId; version: number },
): Promise<void> {
  const { challengeId, version, actor, at, ...input } = asked;
  const before = await lockChallenge(tx, challengeId);
  if (before.version !== version) throw new Refusal('challenge_changed');
  if (before.status === 'ended') throw new Refusal('challenge_state', { status: before.status });
  const { stages, ...row } = await read(tx, input);
  if (before.status !== 'draft') requireSame(before, { ...row, stages });
  if (row.budget !== null && row.budget < before.spent)
    throw invalidField('budget', 'atLeast', { limit: `${before.spent}` });
  await tx
    .update(challenge)
    .set({ ...row, version: before.version + 1 })
    .where(eq(challenge.challengeId, challengeId));
  await writeStages(tx, challengeId, stages, before);
  await recordAudit(tx, { actor, action: 'challenge.change', subject: challengeId, at });
}

async function read(tx: Tx, { name, startsAt, endsAt, budget, content }: ChallengeInput) {
  const clean = name.trim();
  if (clean === '' || clean.length > LONGEST_NAME)
    throw invalidField('name', clean === '' ? 'empty' : 'longest', { count: LONGEST_NAME });
  const { terms, stages } = checkChallenge(content);
  if (endsAt === null && !terms.recurs) throw invalidField('endsAt', 'missing');
  if (endsAt && endsAt <= startsAt) throw invalidField('endsAt', 'challenge.endsFirst');
  if (terms.pictureId !== null) await requirePicture(tx, terms.pictureId);
  return { name: clean, startsAt, endsAt, budget, terms, stages };
}

type Row = Awaited<ReturnType<typeof read>>;

/** Words, the picture, the end, the budget and stocks may change while it runs. */
function requireSame(before: Challenge, now: Row): void {
  const fixed = ({
    titles: _titles,
    texts: _texts,
    pictureId: _picture,
    acceptUntil: _until,
    ...rest
  }: ChallengeTerms) => rest;
  const steps = (all: readonly Stage[]) =>
    all.map(({ stageNo, threshold, prize }) => ({ stageNo, threshold, prize }));
  const isSame =
    alike(fixed(before.terms), fixed(now.terms)) &&
    alike(steps(before.stages), steps(now.stages)) &&
    before.startsAt.getTime() === now.startsAt.getTime();
  if (!isSame) throw new Refusal('challenge_fixed');
}

async function writeStages(
  tx: Tx,
  challengeId: ChallengeId,
  stages: readonly Stage[],
  before?: Challenge,
): Promise<void> {
  const given = (stageNo: number) => before?.stages.find((each) => each.stageNo === stageNo)?.given ?? 0;
  for (const { stageNo, stock } of stages)
    if (stock !== null && stock < given(stageNo))
      throw invalidField(`content.stages.${stageNo - 1}.stock`, 'atLeast', { limit: given(stageNo) });
  await tx.delete(challengeStage).where(eq(challengeStage.challengeId, challengeId));
  await tx.insert(challengeStage).values(
    stages.map((each) => ({
      ...each,
      challengeId,
      threshold: BigInt(each.threshold),
      given: given(each.stageNo),
    })),
  );
}
