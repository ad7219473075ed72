// What every till does with a 503: it sends the very same again. On a busy machine many calls at once may need it.
import { ask } from './an-app.ts';

const MOST_TURNS = 20;

/** Sends a request until it is taken. */
export async function askAgain(...asked: Parameters<typeof ask>): ReturnType<typeof ask> {
  let reply = await ask(...asked);
  for (let turn = 0; reply.statusCode === 503 && turn < MOST_TURNS; turn++) reply = await ask(...asked);
  return reply;
}
