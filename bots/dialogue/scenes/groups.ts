// Groups: nobody is registered or served there; a group can play quests as a team, a group of the staff looks at photos,
// and everything else is for private chats.
import { readReviewAction } from '#src/core/quests/live/chats/compose-review.ts';
import type { Scene } from '../scene.ts';
import { label } from '../words.ts';

export const groups: Scene = (_state, event, { language }) => {
  if (event.kind === 'did') {
    if (event.did === 'openTeams' || event.did === 'connectStaffChat') return {};
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
  const asks = event.did === 'added' || event.command === 'quest' || event.command === 'start';
  return asks ? { commands: [{ do: 'openTeams' }] } : {};
};
