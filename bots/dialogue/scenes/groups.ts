// Groups: nobody is registered or served there; a group can play quests as a team, a group of the staff looks at photos,
// and everything else is for private chats.
import { readReviewAction } from '#src/core/quests/live/chats/compose-review.ts';
import type { Scene } from '../scene.ts';
import { label } from '../words.ts';

/** What they say is queued where it is done. */
const DONE = new Set<string>(['openTeams', 'moveGroup', 'connectStaffChat']);

export const groups: Scene = (_state, event, { language }) => {
  if (event.kind === 'did') {
    if (DONE.has(event.did)) return {};
    if (event.did !== 'pressReview') return null;
    return event.pressed === 'nothing'
      ? {}
      : { toast: label(language, `questReview.toast.${event.pressed}`) };
  }
  if (event.kind !== 'group') return null;
  if (event.did === 'press') {
    const said = readReviewAction(event.action);
    const { by, name } = event;
    return said ? { commands: [{ do: 'pressReview', ...said, by, name }] } : {};
  }
  if (event.did === 'command' && event.command === 'staff')
    return { commands: [{ do: 'connectStaffChat', code: event.rest.trim() }] };
  if (event.did === 'moved') return { commands: [{ do: 'moveGroup', from: event.from }] };
  const asked = event.did === 'command';
  const plays = !asked || event.command === 'quest' || event.command === 'start';
  return plays ? { commands: [{ do: 'openTeams', asked }] } : {};
};
