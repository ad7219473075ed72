// People who play a quest in both messengers, through the webhooks of the service.
import { createHmac } from 'node:crypto';
import { Pool } from 'undici';
import type { TaskAsk } from '#src/core/quests/task-content.ts';
import type { QuestId } from '#src/lib/id.ts';
import {
  joinMove,
  type Move,
  rightMove,
  skipMove,
  telegramUpdate,
  viberCallback,
  wrongMove,
} from '#test/support/quest-moves.ts';
import type { PretendMessengers } from './quest-messengers.ts';

export const VIBER_TOKEN = 'a-viber-token-of-the-quest-bench';
export const WEBHOOK_SECRET = 'a-secret-of-the-bench-0001';
const PATIENCE_MS = 30_000;

export interface Person {
  messenger: 'telegram' | 'viber';
  externalId: string;
  /** The place of the task that is next, and whether it was answered wrongly already. */
  place: number;
  erred: boolean;
}

export interface QuestPeople {
  /** Answers given, of them those after which nobody was written to in time. */
  answers: number;
  unanswered: number;
  join(person: Person): Promise<number>;
  /** One move on; milliseconds until they were written to. Null when they are at the end. */
  play(person: Person): Promise<number | null>;
  close(): Promise<void>;
}

interface Options {
  url: string;
  connections: number;
  messengers: PretendMessengers;
  questId: QuestId;
  tasks: readonly { taskNo: number; ask: TaskAsk }[];
}

export function questPeople({ url, connections, messengers, questId, tasks }: Options): QuestPeople {
  const pool = new Pool(url, { connections, pipelining: 1 });
  let updates = 1_000;
  const move = async ({ messenger, externalId }: Person, what: Move): Promise<number> => {
    const id = ++updates;
    const began = performance.now();
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
    if (!(await heard)) people.unanswered++;
    return performance.now() - began;
  };
  const people: QuestPeople = {
    answers: 0,
    unanswered: 0,
    join: (person) => move(person, joinMove(questId)),
    async play(person) {
      const task = tasks[person.place];
      if (!task) return null;
      const asked = { questId, ...task };
      // One answer in six is wrong at first.
      const wrong = (person.place + Number(person.externalId.slice(-4))) % 6 === 0 && !person.erred;
      const what = (wrong && wrongMove(asked)) || rightMove(asked);
      person.erred = wrong && wrongMove(asked) !== null;
      if (!person.erred) person.place++;
      if (!what) return await move(person, skipMove(questId, task.taskNo));
      people.answers++;
      return await move(person, what);
    },
    close: () => pool.close(),
  };
  return people;
}

function viberRequest(body: string) {
  const signature = createHmac('sha256', VIBER_TOKEN).update(body).digest('hex');
  return ['/webhooks/viber', body, { 'x-viber-content-signature': signature }] as const;
}
