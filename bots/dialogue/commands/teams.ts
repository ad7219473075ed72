// A group plays as a team. What it is told is composed where its meter is kept, since it changes by itself later.
import { openTeams as open } from '#src/core/quests/teams/open-teams.ts';
import type { Outcome } from '../command.ts';
import type { Doing } from './doing.ts';

export async function openTeams({ tx, view, event, deps }: Doing): Promise<Outcome> {
  const { chatAddress } = deps;
  await open(tx, { group: view.identity, chatAddress, at: event.at });
  return { kind: 'did', did: 'openTeams' };
}
