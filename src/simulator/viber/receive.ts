// Hands an accepted message to the phone it is for, or counts it when the receiver is a lazy person; then tells the
// bot that it was delivered, or that it failed because the phone could not fetch the picture.
import { request } from 'undici';
import { addMessage, nextId, showKeys } from '../chats.ts';
import type { Outside } from '../outside.ts';
import { hash32 } from '../random.ts';
import { type ViberAccount, type ViberChat, viberChatOf } from './account.ts';
import type { ViberMessage } from './message.ts';
import { notFound, notSubscribed, STATUS, tooManyRequests, ViberRefusal } from './refusal.ts';

export type Receiver = { kind: 'lazy'; n: number; userId: string } | { kind: 'person'; chat: ViberChat };

/** Viber: 100 messages to one person within an hour without a reply. */
const UNANSWERED_LIMIT = 100;
const HOUR_MS = 3_600_000;
/** A picture up to 1 MB, a file up to 50 MB. */
const MAX_MEDIA_BYTES = { picture: 1024 * 1024, file: 50 * 1024 * 1024 };
const IN_SESSION = 1;
const OUT_OF_SESSION = 2;

/** Finds who a receiver id names and takes from the hourly limit; throws a ViberRefusal. */
export function findViberReceiver(
  outside: Outside,
  account: ViberAccount,
  userId: string,
  minApiVersion: number,
): Receiver {
  const n = outside.lazy.viberNumber(userId);
  if (n !== undefined) return { kind: 'lazy', n, userId };
  const owner = outside.people.findByViber(userId);
  if (!owner) throw notFound();
  const chat = viberChatOf(account, owner);
  if (!chat.joined || chat.blocked) throw notSubscribed();
  if (minApiVersion > owner.viberApiVersion) {
    throw new ViberRefusal(STATUS.apiVersionNotSupported, 'The receiver has a too old version of Viber');
  }
  const now = outside.clock.now().getTime();
  const recent = chat.sinceReply.filter((at) => at > now - HOUR_MS);
  if (recent.length >= UNANSWERED_LIMIT) throw tooManyRequests();
  chat.sinceReply = [...recent, now];
  return { kind: 'person', chat };
}

/** Accepts the message; the result is its billing_status: 1 within a session, 2 outside, when it is billed. */
export function receiveInViber(
  outside: Outside,
  account: ViberAccount,
  receiver: Receiver,
  message: ViberMessage,
  token: bigint,
): number {
  outside.stats.accepted('viber');
  const now = outside.clock.now().getTime();
  const free =
    receiver.kind === 'lazy' ? outside.lazy.inSession(receiver.n, now) : receiver.chat.sessionUntil > now;
  if (!free) outside.stats.count('billed');
  if (receiver.kind === 'lazy') {
    const { repeated } = outside.lazy.receive('viber', receiver.n, message.fingerprint);
    if (repeated) outside.stats.count('repeated');
    if (outside.lazy.viberDelivered) tell(account, 'delivered', receiver.userId, token);
  } else {
    const hash = hash32(message.fingerprint);
    if (message.drawing && receiver.chat.contents.has(hash)) outside.stats.count('repeated');
    receiver.chat.contents.add(hash);
    arrive(outside, account, receiver.chat, message, token);
  }
  return free ? IN_SESSION : OUT_OF_SESSION;
}

/** Shows a message on the phone, after those that came before it. */
export function arrive(
  outside: Outside,
  account: ViberAccount,
  chat: ViberChat,
  message: ViberMessage,
  token: bigint,
): void {
  if (!message.media && !chat.arriving) {
    show(outside, account, chat, message, token, {});
    return;
  }
  const before = chat.arriving ?? Promise.resolve();
  const mine = before.then(async () => {
    const fetched = message.media ? await fetchMedia(outside, message.media) : {};
    if (chat.arriving === mine) chat.arriving = undefined;
    if ('failure' in fetched) tell(account, 'failed', chat.owner.viberId, token, { desc: fetched.failure });
    else show(outside, account, chat, message, token, fetched);
  });
  chat.arriving = mine;
}

function show(
  outside: Outside,
  account: ViberAccount,
  chat: ViberChat,
  message: ViberMessage,
  token: bigint,
  fetched: { photoUrl?: string; document?: { fileName: string; url: string } },
): void {
  // The phone always shows the last keyboard; a message without one takes it away.
  showKeys(chat, message.keyboard ?? null);
  chat.trackingData = message.trackingData;
  chat.unread = [...chat.unread.slice(-99), token];
  const at = outside.clock.now().toISOString();
  if (message.drawing) {
    addMessage(
      chat,
      { messageId: nextId(chat), from: 'bot', at, ...message.drawing, ...fetched },
      message.buttons,
    );
  } else {
    for (const watcher of chat.owner.watchers) watcher('viber');
  }
  tell(account, 'delivered', chat.owner.viberId, token);
}

export function tell(
  account: ViberAccount,
  event: string,
  userId: string,
  token: bigint,
  more: object = {},
): void {
  account.callbacks.send({ event, userId, token, fields: { user_id: userId, ...more } });
}

async function fetchMedia(
  outside: Outside,
  media: NonNullable<ViberMessage['media']>,
): Promise<{ photoUrl?: string; document?: { fileName: string; url: string } } | { failure: string }> {
  try {
    const answer = await request(media.url, {
      dispatcher: outside.agent,
      headersTimeout: 10_000,
      bodyTimeout: 10_000,
    });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    if (answer.statusCode !== 200)
      return { failure: `Media download failed with status ${answer.statusCode}` };
    if (bytes.length > MAX_MEDIA_BYTES[media.kind]) return { failure: 'Media is too large' };
    const file = outside.files.keep(bytes, media.fileName || undefined);
    if (media.kind === 'file')
      return { document: { fileName: media.fileName, url: `/control/files/${file.id}` } };
    if (!file.contentType.startsWith('image/')) return { failure: 'Media is no picture' };
    return { photoUrl: `/control/files/${file.id}` };
  } catch {
    return { failure: 'Media download failed' };
  }
}
