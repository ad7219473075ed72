// What is asked of groups: to play as a team, or to look at photos of quests as staff.
import type { ReviewPress } from '#src/core/quests/live/chats/compose-review.ts';
import type { Pressed } from '#src/core/quests/live/chats/press-review.ts';

export type GroupCommand =
  /** The group plays quests. `asked`: somebody has written so, and the bot was not just let in. */
  | { do: 'openTeams'; asked: boolean }
  /** The group was another chat before; `from`: its id. */
  | { do: 'moveGroup'; from: string }
  /** The group looks at photos of quests from now on. */
  | { do: 'connectStaffChat'; code: string }
  /** `postId`: the message with the photo. `by`, `name`: whoever pressed in the group. */
  | ({ do: 'pressReview'; by: string; name: string } & ReviewPress);

export type GroupOutcome =
  | { kind: 'did'; did: 'openTeams' | 'moveGroup' | 'connectStaffChat' }
  | { kind: 'did'; did: 'pressReview'; pressed: Pressed };
