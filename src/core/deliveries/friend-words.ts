// What both sides of an invitation are told. A friend is called by the first name where they agreed to it.
import { formatDay, formatNumber } from '#src/lib/format.ts';
import type { RecordedEvent } from '../events/follow-events.ts';
import type { NoticeFacts } from './compose-notice.ts';
import { noticeWords } from './notice-words.ts';
import type { RichText } from './prompt.ts';

type FriendEvent = Extract<RecordedEvent, { kind: `friend.${string}` }>;

export function friendWords({ kind, data }: FriendEvent, facts: NoticeFacts): RichText {
  const { language, programme, now, friendNames } = facts;
  const name = friendNames.get(data.friendId) ?? noticeWords(language, 'friend.nameless');
  if (kind === 'friend.joined') return noticeWords(language, 'friend.joined', { name });
  const points = formatNumber(BigInt(data.points), language);
  if (kind === 'friend.taken_back') return noticeWords(language, `friend.${data.role}Back`, { points });
  const from = data.activeAt ? new Date(data.activeAt) : now;
  const day = formatDay(from, { language, timeZone: programme.timeZone, now });
  return noticeWords(language, `friend.${data.role}`, { name, points, day });
}
