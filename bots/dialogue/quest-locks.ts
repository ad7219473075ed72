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

/** A prize of which there are so many comes after players: whoever holds its row waits for nobody any more. */
export function holdsPrize(outcome: Outcome): boolean {
  if (outcome.kind !== 'did' || outcome.did !== 'quest' || outcome.show !== 'play') return false;
  const { view, told } = outcome;
  return view.prizes.some(({ prizeNo, stock }) => stock !== null && told?.answered.won.includes(prizeNo));
}
