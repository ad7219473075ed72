import { expect, it } from 'vitest';
import { testDatabase } from '#test/support/database.ts';
import { chaosBroadcast } from './broadcast.ts';

it('loses and doubles nothing, and answers whoever writes, when workers die and messengers misbehave', async () => {
  await using database = await testDatabase();
  const told = await chaosBroadcast({
    databaseUrl: database.url,
    cycles: 2,
    people: 400,
    seed: 7,
    // Slow enough for whoever writes meanwhile to be answered some times in between.
    perSecond: 80,
  });
  const { lost, doubled, wrong, cycles, unknownOf, inFlight, unanswered, replies } = told;
  expect({ lost, doubled, wrong, cycles }).toEqual({ lost: 0, doubled: 0, wrong: [], cycles: 2 });
  expect(unknownOf.kills).toBeLessThanOrEqual(inFlight);
  expect(unknownOf.answers).toBeLessThanOrEqual(unanswered);
  expect(told.sent + told.failed + told.unknown + told.skipped + told.control).toBe(told.audience);
  expect(told.control).toBeGreaterThan(0);
  expect(replies.judged).toBeGreaterThanOrEqual(cycles);
}, 180_000);
