import { createHash, randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from '#src/db/client.ts';
import { quest } from '#src/db/schema/quests.ts';
import { invalidFields, Refusal } from '../../refusal.ts';
import { recordAudit } from '../../staff/record-audit.ts';
import { countPlayers } from '../count-players.ts';
import { readWholeQuest } from '../read-quest.ts';
import { draftOf } from './draft-of.ts';
import { findProblems } from './find-problems.ts';
import { lockVersion, type QuestChange } from './lock-version.ts';
import { readKnown } from './read-known.ts';

/**
 * Launches a draft: it can be joined from its start on, which may lie ahead. The seed of its draws is made here and what
 * is published of it stands from now on, so nobody can choose winners afterwards. Throws Refusal invalid_input with each
 * field that is not ready, quest_not_found, quest_changed, quest_state, quest_over when its end has passed.
 */
export async function launchQuest(tx: Tx, change: QuestChange): Promise<void> {
  const { questId, actor, at } = change;
  const draft = await lockVersion(tx, change, ['draft']);
  const written = draftOf(await readWholeQuest(tx, questId));
  const problems = findProblems(written, await readKnown(tx, written));
  if (problems.length > 0) throw invalidFields(problems);
  if (draft.endsAt !== null && draft.endsAt <= at) throw new Refusal('quest_over');
  const drawSeed = randomBytes(32).toString('hex');
  await tx
    .update(quest)
    .set({
      status: 'live',
      drawSeed,
      drawCommitment: commitTo(drawSeed),
      launchedBy: actor,
      launchedAt: at,
      version: draft.version + 1,
    })
    .where(eq(quest.questId, questId));
  await recordAudit(tx, { actor, action: 'quest.launch', subject: questId, at });
}

/** SHA-256 of the seed as it is written, so that `printf SEED | sha256sum` says the same. */
export function commitTo(drawSeed: string): string {
  return createHash('sha256').update(drawSeed).digest('hex');
}

/** Back to the draft, as long as it has not begun and nobody has joined. Throws Refusal as launchQuest. */
export async function takeBackQuest(tx: Tx, change: QuestChange): Promise<void> {
  const { questId, actor, at } = change;
  const { startsAt, version } = await lockVersion(tx, change, ['live', 'paused']);
  const hasBegun = startsAt === null || startsAt <= at || (await countPlayers(tx, questId)) > 0;
  if (hasBegun) throw new Refusal('quest_begun');
  await tx
    .update(quest)
    .set({
      status: 'draft',
      drawSeed: null,
      drawCommitment: null,
      launchedBy: null,
      launchedAt: null,
      version: version + 1,
    })
    .where(eq(quest.questId, questId));
  await recordAudit(tx, { actor, action: 'quest.take_back', subject: questId, at });
}
