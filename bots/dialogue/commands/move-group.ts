import { moveGroup as move } from '#src/core/quests/move-group.ts';
import type { Command, Outcome } from '../command.ts';
import type { Doing } from './doing.ts';

export async function moveGroup(
  { tx, view, event, deps }: Doing,
  { from }: Extract<Command, { do: 'moveGroup' }>,
): Promise<Outcome> {
  const { chatAddress } = deps;
  await move(tx, { group: view.identity, from, chatAddress, at: event.at });
  return { kind: 'did', did: 'moveGroup' };
}
