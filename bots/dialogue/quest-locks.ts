// Which conversations touch what somebody has in quests.
import type { Identity } from '#src/core/members/ensure-identity.ts';
import type { DialogueEvent } from './event.ts';

/** Whether somebody's quests may be touched: of those who speak with them, all are locked at once and in one order. */
export function mayPlay(event: DialogueEvent, identity: Identity | undefined): boolean {
  if (event.kind === 'action') return /^q(:|uest)/.test(event.action);
  if (event.kind === 'start') return event.payload !== undefined;
  return identity?.scene.startsWith('quest') ?? false;
}
