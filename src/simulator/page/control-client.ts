// Talks to the simulator's control API. Every failure becomes a Problem whose kind the page can put into words.

import type {
  Acted,
  Action,
  GroupName,
  MessengerName,
  NewGroup,
  NewPerson,
  Person,
  Sms,
} from '../control.ts';

export type ProblemKind = 'offline' | 'notOnScreen' | 'unknownPerson' | 'refused' | 'broken';

/** What went wrong, with the simulator's own sentence as `detail` when it gave one. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly detail: string;

  constructor(kind: ProblemKind, detail: string) {
    super(`${kind}: ${detail}`);
    this.name = 'Problem';
    this.kind = kind;
    this.detail = detail;
  }
}

export function listPeople(): Promise<Person[]> {
  return ask<Person[]>('GET', '/control/people');
}

export function addPerson(person: NewPerson): Promise<Person> {
  return ask<Person>('POST', '/control/people', person);
}

export function changePerson(personId: string, change: NewPerson): Promise<Person> {
  return ask<Person>('PATCH', `/control/people/${encodeURIComponent(personId)}`, change);
}

/** All SMS of the person so far, the oldest first. */
export function listSms(personId: string): Promise<Sms[]> {
  return ask<Sms[]>('GET', `/control/people/${encodeURIComponent(personId)}/sms`);
}

/** What the QR code in a picture says; null when there is none. */
export async function readCode(pictureUrl: string): Promise<string | null> {
  const { code } = await ask<{ code: string | null }>('GET', `${new URL(pictureUrl).pathname}/code`);
  return code;
}

export function addGroup(group: NewGroup): Promise<GroupName> {
  return ask<GroupName>('POST', '/control/groups', group);
}

/** Does it in the person's chat with the bot, or in a group. */
export async function act(
  messenger: MessengerName,
  personId: string,
  action: Action,
  groupId?: string,
): Promise<Acted> {
  const where = groupId === undefined ? '' : `?group=${encodeURIComponent(groupId)}`;
  return await ask('POST', `/control/chats/${messenger}/${encodeURIComponent(personId)}/act${where}`, action);
}

async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
  } catch {
    throw new Problem('offline', '');
  }
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok) throw new Problem(kindOf(response.status), sentenceOf(answer));
  // The simulator and this page share control.ts; its answers are taken as that file types them.
  return answer as Answer;
}

function kindOf(status: number): ProblemKind {
  if (status === 409) return 'notOnScreen';
  if (status === 404) return 'unknownPerson';
  return status < 500 ? 'refused' : 'broken';
}

function sentenceOf(answer: unknown): string {
  if (
    typeof answer === 'object' &&
    answer !== null &&
    'error' in answer &&
    typeof answer.error === 'string'
  ) {
    return answer.error;
  }
  return '';
}
