// One live stream per person, shared by all phones of that person: browsers allow few streams to one server.
// It remembers the last state, so that a phone that joins late is drawn at once, and which SMS were put away.

import type { ChatView, Person, PersonEvent, Sms } from '../control.ts';
import { listSms } from './control-client.ts';
import { follow } from './follow.ts';

/** What a phone wants to hear. */
export interface Listener {
  chat: (view: ChatView) => void;
  person: (person: Person) => void;
  /** The SMS list changed; `banner` is the one still waiting on the screen. */
  sms: (list: readonly Sms[], banner: Sms | null) => void;
  connected: (connected: boolean) => void;
}

interface Feed {
  listeners: Set<Listener>;
  /** By messenger, or by group. */
  chats: Map<string, ChatView>;
  person: Person | null;
  sms: Sms[];
  banner: Sms | null;
  connected: boolean;
  stop: () => void;
}

const feeds = new Map<string, Feed>();

/** Starts hearing of a person; the answer ends it. */
export function listen(personId: string, listener: Listener): () => void {
  const feed = feeds.get(personId) ?? open(personId);
  feed.listeners.add(listener);
  if (feed.person) listener.person(feed.person);
  for (const view of feed.chats.values()) listener.chat(view);
  listener.sms(feed.sms, feed.banner);
  listener.connected(feed.connected);
  return () => {
    feed.listeners.delete(listener);
    if (feed.listeners.size > 0) return;
    feed.stop();
    feeds.delete(personId);
  };
}

/** Puts the SMS banner away on every phone of the person. */
export function dismissBanner(personId: string): void {
  const feed = feeds.get(personId);
  if (!feed) return;
  feed.banner = null;
  tellSms(feed);
}

/** As `dismissBanner`, once the person has written down what the SMS holds, such as its code. */
export function dismissUsedBanner(personId: string, text: string): void {
  const [code] = /^\D*(\d{4,8})\D*$/.exec(text)?.slice(1) ?? [];
  if (code && feeds.get(personId)?.banner?.text.includes(code)) dismissBanner(personId);
}

function open(personId: string): Feed {
  const feed: Feed = {
    listeners: new Set(),
    chats: new Map(),
    person: null,
    sms: [],
    banner: null,
    connected: true,
    stop: () => {},
  };
  feeds.set(personId, feed);
  feed.stop = follow(
    `/control/people/${encodeURIComponent(personId)}/events`,
    (message) => take(feed, message as PersonEvent),
    (connected) => {
      feed.connected = connected;
      for (const listener of feed.listeners) listener.connected(connected);
    },
  );
  void listSms(personId).then(
    (earlier) => {
      for (const sms of earlier) addSms(feed, sms);
      feed.sms.sort((one, other) => one.at.localeCompare(other.at));
      tellSms(feed);
    },
    () => undefined,
  );
  return feed;
}

function take(feed: Feed, message: PersonEvent): void {
  switch (message.event) {
    case 'chat':
      feed.chats.set(message.view.group?.groupId ?? message.view.messenger, message.view);
      for (const listener of feed.listeners) listener.chat(message.view);
      break;
    case 'person':
      feed.person = message.person;
      for (const listener of feed.listeners) listener.person(message.person);
      break;
    case 'sms':
      addSms(feed, message.sms);
      feed.banner = message.sms;
      tellSms(feed);
      break;
  }
}

/** Adds it unless the list has it already: the list and the stream may both tell of the same SMS. */
function addSms(feed: Feed, sms: Sms): void {
  if (feed.sms.some((known) => known.at === sms.at && known.text === sms.text)) return;
  feed.sms.push(sms);
}

function tellSms(feed: Feed): void {
  for (const listener of feed.listeners) listener.sms(feed.sms, feed.banner);
}
