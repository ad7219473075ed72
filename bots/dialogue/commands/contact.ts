// What a member wishes about offers: how often, about what, at which hours.
import { changeMemberContact, listTopics, readMemberContact } from '#src/core/contacts/member-contact.ts';
import type { Command, Outcome } from '../command.ts';
import { storeTag } from '../store-tag.ts';
import { type Doing, speaker } from './doing.ts';

type Asked<Name extends Command['do']> = Extract<Command, { do: Name }>;

/** Buttons of one message. */
const MOST_TOPICS = 8;

export async function readContact(doing: Doing, { show }: Asked<'readContact'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const contact = await readMemberContact(doing.tx, memberId);
  return { kind: 'did', did: 'readContact', show, contact, topics: await topicsOf(doing, contact.topics) };
}

export async function setContact(doing: Doing, { show, change }: Asked<'setContact'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const contact = await changeMemberContact(doing.tx, { memberId, change, at: doing.event.at });
  return { kind: 'did', did: 'readContact', show, contact, topics: await topicsOf(doing, contact.topics) };
}

/** Takes a category in or out, by the tag of its button; the last one taken out: about everything again. */
export async function turnTopic(doing: Doing, { tag }: Asked<'turnTopic'>): Promise<Outcome> {
  const { memberId } = speaker(doing);
  const { topics: before } = await readMemberContact(doing.tx, memberId);
  const offered = await topicsOf(doing, before);
  const chosen = offered.filter(
    ({ topic, tag: own }) => (before?.includes(topic) ?? false) !== (own === tag),
  );
  const topics = chosen.length > 0 ? chosen.map(({ topic }) => topic) : null;
  return await setContact(doing, { do: 'setContact', show: 'topics', change: { topics } });
}

/** What may be chosen, and what was. */
async function topicsOf(doing: Doing, chosen: string[] | null): Promise<{ topic: string; tag: string }[]> {
  const { memberId } = speaker(doing);
  const offered = await listTopics(doing.tx, { memberId, at: doing.event.at, most: MOST_TOPICS });
  return [...new Set([...(chosen ?? []), ...offered])].map((topic) => ({ topic, tag: storeTag(topic) }));
}
