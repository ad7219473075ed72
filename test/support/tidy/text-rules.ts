// Rules about files by their name, their length and their plain text, whatever they are written in.
import { wordsOf } from './syntax-rules.ts';

const VAGUE = /^(utils?|helpers?|managers?|services?|misc|common|stuff|shared)$/;
const BANNED = /^(customers?|bonus(es)?|promos?|todo)$/;

/** JavaScript that has a reason not to be TypeScript. */
const KEPT_JAVASCRIPT: Record<string, string> = {
  'need-node.cjs': 'it has to run on the Node that is too old for TypeScript',
};

/** Things that belong to one machine or one person, built from pieces so that this file does not name them. */
const OF_ONE_MACHINE = new RegExp(
  [`/${'work'}/`, `/${'home'}/[a-z]`, `/${'Users'}/[A-Z]`, `/${'root'}/[a-z.]`, `/${'tmp'}/[a-z]`].join('|'),
);

export function checkName(path: string): string[] {
  const file = path.split('/').at(-1) ?? '';
  const words = wordsOf(file.replace(/\.[^/]*$/, ''));
  const findings: string[] = [];
  if (words.some((word) => VAGUE.test(word)))
    findings.push(`${path} is a vague name: say the verb and the noun`);
  if (words.some((word) => BANNED.test(word)))
    findings.push(`${path} is no word of the glossary: see README.md`);
  if (/^index\.(ts|tsx|js)$/.test(file))
    findings.push(`${path} hides where things are: import the file itself`);
  if (/\.(js|mjs|cjs|jsx)$/.test(file) && !(path in KEPT_JAVASCRIPT)) {
    findings.push(
      `${path} is JavaScript: write TypeScript, or name its reason in test/support/tidy/text-rules.ts`,
    );
  }
  if (/\.tsx?$/.test(file) && !/^[a-z0-9]+([-.][a-z0-9]+)*\.tsx?$/.test(file)) {
    findings.push(`${path} is not written-like-this.ts: rename it`);
  }
  return findings;
}

/** The longest a file may be, in lines; null where length says nothing. */
export function longest(path: string): number | null {
  if (!/\.(ts|tsx|css|html)$/.test(path) || /^src\/simulator\/page\/.*\.css$/.test(path)) return null;
  return path.startsWith('test/') ? 400 : 250;
}

export function checkText(path: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const at = `${path}:${index + 1}`;
    const findings: string[] = [];
    const place = OF_ONE_MACHINE.exec(line)?.[0];
    if (place)
      findings.push(`${at} names ${place}, a place of one machine: make it relative, or ask os.tmpdir()`);
    if (/\bissue #?\d/i.test(line)) findings.push(`${at} points at an issue: say what it is about`);
    // Code is looked at by its comments, so that a rule may name the word.
    if (!/\.(ts|tsx)$/.test(path) && /\b(TODO|FIXME)\b/.test(line)) {
      findings.push(`${at} leaves work for later: do it, or say the limit`);
    }
    return findings;
  });
}

/** Hosts that a lock file names, other than the public registry. */
export function foreignHosts(lock: string): string[] {
  const hosts = [...lock.matchAll(/"resolved": "(?:git\+)?[a-z]+:\/\/([^/"]+)/g)].map(
    (match) => match[1] ?? '',
  );
  return [...new Set(hosts)].filter((host) => host !== 'registry.npmjs.org');
}

/**
 * Packages of other systems that a lock file has lost. npm leaves them out when it could not find them while it wrote
 * the file, and `npm ci` then refuses the whole of it.
 */
export function lostFromLock(lock: string): string[] {
  const { packages } = JSON.parse(lock) as { packages: Record<string, { optionalDependencies?: object }> };
  return Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`${place}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
    ),
  );
}
