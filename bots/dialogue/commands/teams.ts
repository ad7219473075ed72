// A group plays as a team. What it is told is composed where its meter is kept, since it changes by itself later.
import { isConnected } from '#src/core/quests/live/chats/connect-chat.ts';
import { openTeams as open } from '#src/core/quests/teams/open-teams.ts';
import type { Command, Outcome } from '../command.ts';
import type { Doing } from './doing.ts';

export async function openTeams(
  { tx, view, event, deps }: Doing,
  { asked }: Extract<Command, { do: 'openTeams' }>,
): Promise<Outcome> {
  const { chatAddress } = deps;
  // A group of the staff that has become a supergroup lets the bot in anew.
  if (asked || !(await isConnected(tx, view.identity.identityId)))
    await open(tx, { group: view.identity, chatAddress, at: event.at });
  return { kind: 'did', did: 'openTeams' };
}
