// What came of an errand becomes the answer that it was sent for, and the player is told.
import { savepoint, type Tx } from '#src/db/client.ts';
import { readIdentity } from '../../members/ensure-identity.ts';
import { storePicture } from '../../pictures/store-picture.ts';
import { Refusal } from '../../refusal.ts';
import type { Given } from '../answer.ts';
import { answerTask } from '../answer-task.ts';
import { findPlayer } from '../find-player.ts';
import type { Player } from '../player.ts';
import { type PlayerNews, tellPlayer } from '../tell/tell-player.ts';
import { type Errand, endErrand } from './errand.ts';

/** A phone's camera makes some megabytes, messengers make them less; staff look at it on a screen. */
export const MOST_PHOTO_BYTES = 6_000_000;

/** What was brought back; `failed`: it is given up. */
export type Brought =
  | { photo: Uint8Array }
  | { inChannel: boolean }
  | { failed: 'photoFailed' | 'photoTooLarge' | 'checkFailed' };

/** Does nothing when it was settled before, or when the player has gone. */
export async function settleErrand(
  tx: Tx,
  errand: Errand,
  { brought, at }: { brought: Brought; at: Date },
): Promise<void> {
  if (!(await endErrand(tx, errand))) return;
  const { identityId, questId } = errand;
  const { memberId } = await readIdentity(tx, identityId);
  const player = await findPlayer(tx, { questId, identityId, memberId });
  if (!player) return;
  const news = await newsOf(tx, errand, { player, brought, at });
  // What a button asked for is shown where the button is; a photo stands below the message of the quest.
  const quiet = errand.what.errand === 'channel';
  await tellPlayer(tx, { playerId: player.playerId, news, key: `errand:${errand.attemptKey}`, quiet, at });
}

interface Bringing {
  player: Player;
  brought: Brought;
  at: Date;
}

async function newsOf(tx: Tx, errand: Errand, { player, brought, at }: Bringing): Promise<PlayerNews> {
  const { taskNo, attemptKey: key, askedAt } = errand;
  if ('failed' in brought) return { news: 'failed', taskNo, why: brought.failed };
  try {
    const { playerId } = player;
    // A photo that is no answer is not kept either, however many somebody sends.
    const answered = await savepoint(tx, async (inner) => {
      const given = await givenOf(inner, { player, brought, at });
      return await answerTask(inner, { playerId, taskNo, given, key, at: askedAt });
    });
    return { news: 'answered', taskNo, answered };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { news: 'refused', taskNo, refusal: error };
  }
}

async function givenOf(tx: Tx, { player, brought, at }: Bringing): Promise<Given> {
  if ('photo' in brought) {
    const bytes = brought.photo;
    const stored = await storePicture(tx, { bytes, actor: player.playerId, at, mostBytes: MOST_PHOTO_BYTES });
    return { kind: 'photo', pictureId: stored.pictureId };
  }
  return { kind: 'checked', passed: 'inChannel' in brought && brought.inChannel };
}
