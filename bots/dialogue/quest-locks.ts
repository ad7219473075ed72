// Which conversations touch what somebody has in quests, and which of them is the last of its transaction.
import type { Identity } from '#src/core/members/ensure-identity.ts';
import type { Outcome } from './command.ts';
import type { DialogueEvent } from './event.ts';

/** Whether somebody's quests may be touched: of those who speak with them, all are locked at once and in one order. */
export function mayPlay(event: DialogueEvent, identity: Identity | undefined): boolean {
  if (event.kind === 'action') return /^q(:|uest)/.test(event.action);
  if (event.kind === 'start') return event.payload !== undefined;
  return identity?.scene.startsWith('quest') ?? false;
}

/** A prize comes after players: whoever holds one waits for nobody any more. */
export function hasWon(outcome: Outcome): boolean {
  const told = outcome.kind === 'did' && outcome.did === 'quest' && outcome.show === 'play' && outcome.told;
  return told ? told.answered.won.length > 0 : false;
}
