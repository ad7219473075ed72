// Commands about friends whom a member brings.
import { readFriendSettings } from '#src/core/friends/friend-settings.ts';
import { openInvite } from '#src/core/friends/invite-code.ts';
import { joinByInvite, showFriendName } from '#src/core/friends/join-by-invite.ts';
import { findFriendship, listFriends } from '#src/core/friends/list-friends.ts';
import type { Command, Outcome } from '../command.ts';
import { type Doing, speaker } from './doing.ts';

const MOST_FRIENDS = 10;

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

export async function friends(doing: Doing): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { tx, deps } = doing;
  const settings = await readFriendSettings(tx);
  const code = await openInvite(tx, memberId);
  const own = await findFriendship(tx, memberId);
  return {
    kind: 'did',
    did: 'readFriends',
    settings,
    code,
    url: inviteUrl(deps.publicUrl, code),
    friends: await listFriends(tx, memberId, MOST_FRIENDS),
    waits: own?.status === 'joined',
  };
}

export async function join(doing: Doing, { code }: Asked<'joinByInvite'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { tx, event, deps } = doing;
  const { status } = await joinByInvite(tx, { memberId, code, secretKey: deps.secretKey, at: event.at });
  return { kind: 'did', did: 'joinByInvite', settings: await readFriendSettings(tx), status };
}

export async function showName(doing: Doing, { shows }: Asked<'showFriendName'>): Promise<Outcome> {
  await showFriendName(doing.tx, { memberId: speaker(doing).memberId, shows });
  return { kind: 'did', did: 'showFriendName', shows };
}

function inviteUrl(publicUrl: string, code: string): string {
  return `${publicUrl}/go/f-${code}`;
}
