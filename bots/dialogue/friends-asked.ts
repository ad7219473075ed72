// What the conversation asks of friends whom a member brings, and what it hears back.
import type { FriendSettings } from '#src/core/friends/friend-settings.ts';
import type { FriendShown } from '#src/core/friends/list-friends.ts';

export type FriendCommand =
  | { do: 'readFriends' }
  | { do: 'joinByInvite'; code: string }
  | { do: 'showFriendName'; shows: boolean };

export type FriendOutcome =
  /** `waits`: the member came by a link and has not bought yet. */
  | {
      kind: 'did';
      did: 'readFriends';
      settings: FriendSettings;
      code: string;
      url: string;
      friends: FriendShown[];
      waits: boolean;
    }
  | { kind: 'did'; did: 'joinByInvite'; settings: FriendSettings; status: FriendShown['status'] }
  | { kind: 'did'; did: 'showFriendName'; shows: boolean };
