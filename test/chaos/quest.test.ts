import { expect, it } from 'vitest';
import { testDatabase } from '#test/support/database.ts';
import { chaosQuest } from './quest.ts';

it('keeps every answer and counts none twice, though the programs that hear them are killed meanwhile', async () => {
  await using database = await testDatabase();
  const outcome = await chaosQuest({
    databaseUrl: database.url,
    cycles: 2,
    seed: 20_261_129,
    people: 30,
    tasks: 10,
  });
  expect(outcome).toMatchObject({ lost: 0, doubled: 0, wrong: [] });
  expect(outcome.answers).toBeGreaterThan(250);
}, 120_000);
