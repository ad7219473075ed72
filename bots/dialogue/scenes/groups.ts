// Groups: nobody is registered or served there; a group can play quests as a team, and everything else is for private chats.
import type { Scene } from '../scene.ts';

export const groups: Scene = (_state, event) => {
  if (event.kind === 'did') return event.did === 'openTeams' ? {} : null;
  if (event.kind !== 'group') return null;
  const asks = event.did === 'added' || event.command === 'quest' || event.command === 'start';
  return asks ? { commands: [{ do: 'openTeams' }] } : {};
};
