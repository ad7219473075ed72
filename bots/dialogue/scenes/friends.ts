// Bringing friends: the link and a picture to send on, what became of each invitation, and, for whoever came by one,
// whether their name may be seen.
import type { FriendShown } from '#src/core/friends/list-friends.ts';
import { formatMoney, formatNumber, formatPoints, formatStart } from '#src/lib/format.ts';
import type { Outcome } from '../command.ts';
import type { Say, Scene, View } from '../scene.ts';
import { label, words } from '../words.ts';

export const friends: Scene = (_state, event, view) => {
  const { language } = view;
  if (event.kind === 'action') {
    if (event.action === 'friends') return { commands: [{ do: 'readFriends' }] };
    const [, answer] = /^friend\.name:(yes|no)$/.exec(event.action) ?? [];
    return answer ? { commands: [{ do: 'showFriendName', shows: answer === 'yes' }] } : null;
  }
  if (event.kind !== 'did') return null;
  switch (event.did) {
    case 'readFriends':
      return { say: [overview(event, view)] };
    case 'joinByInvite':
      return { say: [event.status === 'joined' ? welcome(event, view) : settled(event.status, view)] };
    case 'showFriendName': {
      const text = words(language, event.shows ? 'friends.shown' : 'friends.hidden');
      return { say: [{ text, inPlace: true }] };
    }
    default:
      return null;
  }
};

function overview(event: Extract<Outcome, { did: 'readFriends'; kind: 'did' }>, view: View): Say {
  const { language } = view;
  const { settings, url, code, friends: all, waits } = event;
  const list = all.flatMap((each) => line(each, view));
  const shown = list.length > 0 ? [[words(language, 'friends.list'), ...list].join('\n')] : [];
  if (!settings.isOn) return { text: [words(language, 'friends.off'), ...shown].join('\n\n') };
  const amount = money(settings.minimumMinor, view);
  const [mine, theirs] = [settings.inviterPoints, settings.friendPoints].map((each) =>
    formatPoints(each, language),
  );
  const how = [
    words(language, 'friends.how', { amount, mine: mine ?? '', theirs: theirs ?? '' }),
    ...(settings.pendingDays > 0
      ? [words(language, 'friends.pending', { count: settings.pendingDays })]
      : []),
    words(language, 'friends.limit', { count: settings.monthLimit }),
    ...(waits ? [words(language, 'friends.own', { amount, points: theirs ?? '' })] : []),
  ];
  const parts = [words(language, 'friends.head'), how.join('\n'), words(language, 'friends.link', { url })];
  return {
    text: [...parts, ...shown].join('\n\n'),
    picture: { picture: 'invite', code, language },
  };
}

function line({ name, status, points, activeAt }: FriendShown, view: View): string[] {
  const { language, programme, at: now } = view;
  const who = name ?? label(language, 'friends.nameless');
  if (status === 'refused') return [words(language, 'friends.refused', { name: who })];
  if (status === 'joined') return [words(language, 'friends.joined', { name: who })];
  if (points === 0n) return [words(language, 'friends.noPoints', { name: who })];
  const size = formatNumber(points, language);
  if (!activeAt || activeAt <= now) return [words(language, 'friends.got', { name: who, points: size })];
  const day = formatStart(activeAt, { language, timeZone: programme.timeZone, now });
  return [words(language, 'friends.waiting', { name: who, points: size, day })];
}

function welcome({ settings }: Extract<Outcome, { did: 'joinByInvite'; kind: 'did' }>, view: View): Say {
  const { language, member } = view;
  const first = member?.name.trim().split(/\s+/)[0] ?? '';
  return {
    text: words(language, 'friends.welcome', {
      amount: money(settings.minimumMinor, view),
      theirs: formatPoints(settings.friendPoints, language),
      name: first,
    }),
    buttons: [
      [
        { label: label(language, 'friends.yes'), action: 'friend.name:yes', tone: 'primary' },
        { label: label(language, 'friends.no'), action: 'friend.name:no' },
      ],
    ],
  };
}

/** The link was opened once more after the first purchase. */
function settled(status: 'rewarded' | 'refused', { language }: View): Say {
  return {
    text: words(language, `friends.settled.${status}`),
    buttons: [[{ label: label(language, 'friends.key'), action: 'friends' }]],
  };
}

function money(minor: bigint, { language, programme }: View): string {
  return formatMoney(minor, language, programme.moneyCurrency);
}
