import { expect, it } from 'vitest';
import { bareOf, bigints, type Column, integers, jsons, parameter, texts, times } from '#src/db/columns.ts';
import { useDatabase } from '#test/support/database.ts';

const database = useDatabase();

/** What PostgreSQL reads of a column, as JSON. */
async function read(column: Column): Promise<unknown> {
  const [row] = await database.sql.unsafe(`select to_json(${parameter(1, column)}) as read`, [column.array]);
  return row?.read;
}

it('texts come as they were, whatever they are made of', async () => {
  const values = ['NULL', null, '', 'null', '{}', 'a,b', '"', '\\', '\\"', 'a\nb', ' ї ', "'", '{"a":"\\"}'];
  expect(await read(texts(values))).toEqual(values);
  expect(await read(texts(['one', 'two']))).toEqual(['one', 'two']);
});

it('numbers and other words without quotes come as they were', async () => {
  expect(await read(integers([1, null, -3]))).toEqual([1, null, -3]);
  expect(await read(bigints([9_007_199_254_740_991n, 0]))).toEqual([9_007_199_254_740_991, 0]);
  expect(await read(bareOf('boolean[]', ['t', 'f']))).toEqual([true, false]);
  expect(await read(bareOf('date[]', ['2026-02-28', null]))).toEqual(['2026-02-28', null]);
});

it('moments come as they were, and one that never comes', async () => {
  const values = ['2026-03-02T10:00:00.123Z', null, 'infinity'];
  expect(await read(times(values))).toEqual(['2026-03-02T10:00:00.123+00:00', null, 'infinity']);
});

it('JSON comes a line each, with the breaks that are in its words, and null as none', async () => {
  const values = [{ text: 'a\nb "c" \\ d' }, null, ['і', '']];
  const lines = values.map((value) => value && JSON.stringify(value));
  const told = (await read(jsons(lines))) as (string | null)[];
  expect(told.map((each) => each && JSON.parse(each))).toEqual(values);
});

it('a column without elements is an empty array', async () => {
  for (const column of [texts([]), integers([]), bigints([]), times([]), jsons([])])
    expect(await read(column)).toEqual([]);
});
