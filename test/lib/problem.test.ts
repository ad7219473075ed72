// What zod finds becomes a key with values, and every complaint has its sentence in three languages.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { z } from 'zod';
import { type ProblemKey, problemSentence } from '#src/lib/i18n.ts';
import { LANGUAGES } from '#src/lib/language.ts';
import { problemMessage, readIssues } from '#src/lib/problem.ts';

const shape = z.strictObject({
  sku: z.string().min(1).max(40),
  pieces: z.int().min(1).max(9),
  state: z.enum(['open', 'closed']).optional(),
  flag: z.boolean().optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  key: z
    .string()
    .regex(/^[a-z]+$/)
    .optional(),
  colour: z.string().regex(/^#/, problemMessage('colour')).optional(),
  word: z.string().regex(/^x/, problemMessage('latinWord', 'gold')).optional(),
  list: z.array(z.int()).min(1).max(2).optional(),
  either: z.union([z.strictObject({ days: z.int().max(9) }), z.literal('today')]).optional(),
  effect: z.discriminatedUnion('kind', [z.strictObject({ kind: z.literal('gift') })]).optional(),
});
const good = { sku: 'milk', pieces: 2 };

function problemsOf(input: unknown) {
  const read = shape.safeParse(input);
  return read.success ? [] : readIssues(read.error.issues, input);
}

describe('what is wrong', () => {
  test.each([
    [{ pieces: 1 }, 'sku', 'missing', {}],
    [{ ...good, sku: '' }, 'sku', 'empty', {}],
    [{ ...good, sku: 5 }, 'sku', 'text', {}],
    [{ ...good, sku: 'x'.repeat(41) }, 'sku', 'longest', { count: 40 }],
    [{ ...good, pieces: 1.5 }, 'pieces', 'whole', {}],
    [{ ...good, pieces: '1' }, 'pieces', 'number', {}],
    [{ ...good, pieces: null }, 'pieces', 'number', {}],
    [{ ...good, pieces: 0 }, 'pieces', 'atLeast', { limit: 1 }],
    [{ ...good, pieces: 10 }, 'pieces', 'atMost', { limit: 9 }],
    [{ ...good, state: 'lost' }, 'state', 'oneOf', { values: 'open, closed' }],
    [{ ...good, flag: 'yes' }, 'flag', 'yesNo', {}],
    [{ ...good, at: 'noon' }, 'at', 'moment', {}],
    [{ ...good, key: 'A' }, 'key', 'pattern', { pattern: '/^[a-z]+$/' }],
    [{ ...good, colour: 'red' }, 'colour', 'colour', {}],
    [{ ...good, word: 'Gold' }, 'word', 'latinWord', { what: 'gold' }],
    [{ ...good, list: [] }, 'list', 'empty', {}],
    [{ ...good, list: [1, 2, 3] }, 'list', 'mostItems', { count: 2 }],
    [{ ...good, list: [1, 'x'] }, 'list.1', 'number', {}],
    [{ ...good, either: { days: 10 } }, 'either.days', 'atMost', { limit: 9 }],
    [{ ...good, either: 5 }, 'either', 'notValid', {}],
    [{ ...good, effect: { kind: 'gold' } }, 'effect.kind', 'exactly', { value: 'gift' }],
    [{ ...good, extra: 1 }, 'extra', 'unknown', {}],
    [undefined, 'body', 'missing', {}],
    [[], 'body', 'object', {}],
  ])('%j is told of %s as %s', (input, field, problem, values) => {
    expect(problemsOf(input)).toEqual([{ field, problem, values }]);
  });

  it('is told field by field, twenty at most', () => {
    expect(problemsOf({ sku: '', pieces: 0 }).map(({ field }) => field)).toEqual(['sku', 'pieces']);
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`more${i}`, 1]));
    expect(problemsOf({ ...good, ...many })).toHaveLength(20);
  });
});

describe('its sentence', () => {
  test.each([
    ['uk', 'не довше ніж 40 символів', 'не більше ніж 1 000'],
    ['ru', 'не длиннее чем 40 символов', 'не больше чем 1 000'],
    ['en', 'must have at most 40 characters', 'must be at most 1,000'],
  ] as const)('is in %s with its plural and its numbers', (language, longest, atMost) => {
    expect(problemSentence(language, 'longest', { count: 40 })).toBe(longest);
    expect(problemSentence(language, 'atMost', { limit: 1000 }).replaceAll('\u00a0', ' ')).toBe(atMost);
  });

  it('is asked for wherever the contract complains, and never written there', () => {
    const written = readdirSync('src/contract')
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) => [
        ...readFileSync(join('src/contract', name), 'utf8').matchAll(
          /,\s*(?:\{ message: )?['"`](?:must|give|is) [^'"`]*/g,
        ),
      ])
      .map(([text]) => text);
    expect(written).toEqual([]);
  });

  it('is there for every complaint of the contract and of the rules', () => {
    const asked = ['src/contract', 'src/core'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .flatMap((name) => [
          ...readFileSync(join(folder, name), 'utf8').matchAll(/\bproblem(?:Message)?\('([\w.]+)'/g),
        ])
        .map(([, key = '']) => key),
    );
    expect(asked.length).toBeGreaterThan(20);
    for (const language of LANGUAGES) {
      const dumb = asked.filter((key) => problemSentence(language, key as ProblemKey) === key);
      expect(dumb).toEqual([]);
    }
  });
});
