// What a player may look up about a quest beside their own play: the board, and the draw.
import { readBoard } from '#src/core/quests/board/read-board.ts';
import type { Player } from '#src/core/quests/player.ts';
import { listTicketsOf, readDraw } from '#src/core/quests/prizes/read-draw.ts';
import type { ToldDraw } from '#src/core/quests/tell/tell-verify.ts';
import { Refusal } from '#src/core/refusal.ts';
import { listStores } from '#src/core/stores/read-store.ts';
import type { PlayPlace } from '../quest-asked.ts';
import type { Doing } from './doing.ts';

export async function boardFor(
  { tx }: Doing,
  { playerId }: Player,
  ofStore: boolean,
): Promise<Extract<PlayPlace, { place: 'board' }>> {
  const board = await readBoard(tx, { playerId, ofStore });
  const stores = board.storeId === null ? [] : await listStores(tx);
  const store = stores.find(({ storeId }) => storeId === board.storeId);
  return { place: 'board', board, storeName: store?.name ?? null };
}

/** Null where nothing is drawn. */
export async function drawFor({ tx, deps }: Doing, { questId, playerId }: Player): Promise<ToldDraw | null> {
  try {
    const { commitment, drawn } = await readDraw(tx, questId);
    const tickets = await listTicketsOf(tx, { questId, playerId });
    return { commitment, drawn, tickets, pageUrl: `${deps.publicUrl}/quests/${questId}/draw` };
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
