// People who play a quest in both messengers, through the webhooks of the service.
import { createHmac } from 'node:crypto';
import { Pool } from 'undici';
import { joinMove, type Move, telegramUpdate, viberCallback } from '#test/support/quest-moves.ts';
import type { PretendMessengers } from './quest-messengers.ts';
import { nextStep, type Person, type PlayedQuest, readScreen, type Screen, takeIn } from './quest-person.ts';

export const VIBER_TOKEN = 'a-viber-token-of-the-quest-bench';
export const WEBHOOK_SECRET = 'a-secret-of-the-bench-0001';
const PATIENCE_MS = 30_000;

export interface QuestPeople {
  /** Answers that are judged, and all that was done. */
  answers: number;
  moves: number;
  /** Of all that was done, after how much nobody was written to in time. */
  unanswered: number;
  join(person: Person): Promise<void>;
  /** Whether there is something that they can do. */
  isReady(person: Person): boolean;
  /** One move on; milliseconds until they were written to. Null when there is nothing to do. */
  play(person: Person): Promise<number | null>;
  close(): Promise<void>;
}

interface Options {
  url: string;
  connections: number;
  messengers: PretendMessengers;
  quest: PlayedQuest;
}

export function questPeople({ url, connections, messengers, quest }: Options): QuestPeople {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const { questId, tasks } = quest;
  let updates = 1_000;
  const does = async ({ messenger, externalId }: Person, what: Move): Promise<Screen | null> => {
    const id = ++updates;
    const heard = messengers.heard(externalId, PATIENCE_MS);
    const [path, body, headers] =
      messenger === 'telegram'
        ? ([
            '/webhooks/telegram',
            JSON.stringify(telegramUpdate(externalId, what, id)),
            { 'x-telegram-bot-api-secret-token': WEBHOOK_SECRET },
          ] as const)
        : viberRequest(JSON.stringify(viberCallback(externalId, what, id)));
    const reply = await pool.request({
      method: 'POST',
      path,
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    await reply.body.dump();
    if (reply.statusCode !== 200) throw new Error(`the webhook answered ${reply.statusCode}`);
    const message = await heard;
    people.moves++;
    if (message === null) people.unanswered++;
    return message === null ? null : readScreen(questId, message);
  };
  const people: QuestPeople = {
    answers: 0,
    moves: 0,
    unanswered: 0,
    async join(person) {
      person.screen = await does(person, joinMove(questId));
    },
    isReady: (person) => !person.busy && nextStep(quest, person, Date.now()) !== null,
    async play(person) {
      const step = nextStep(quest, person, Date.now());
      if (!step) return null;
      if (step.does === 'right' || step.does === 'wrong') people.answers++;
      const task = tasks.get(person.screen?.taskNo ?? 0);
      const began = performance.now();
      person.busy = true;
      const screen = await does(person, step.move).finally(() => {
        person.busy = false;
      });
      takeIn(person, step, { task, screen, now: Date.now() });
      return performance.now() - began;
    },
    close: () => pool.close(),
  };
  return people;
}

function viberRequest(body: string) {
  const signature = createHmac('sha256', VIBER_TOKEN).update(body).digest('hex');
  return ['/webhooks/viber', body, { 'x-viber-content-signature': signature }] as const;
}
