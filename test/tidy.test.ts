// The rules of the house, each failure saying what to do instead. They look at the files as they lie here, so a rule
// that saw nothing would be worthless: the first tests make sure that everything is seen.
import { describe, expect, it } from 'vitest';
import { REFUSAL_CODES } from '#src/core/refusal-codes.ts';
import { findCycles, reach, readGraph } from './support/tidy/import-graph.ts';
import { byKey, checkSentences, compareLanguages, flatten } from './support/tidy/locale-rules.ts';
import { parseSource } from './support/tidy/parse-source.ts';
import {
  exists,
  isCode,
  isText,
  listWithGit,
  readJson,
  readText,
  scriptOf,
  startedByScripts,
  walkCode,
} from './support/tidy/project-files.ts';
import { refuseImport, refusePackage, wingOf } from './support/tidy/rooms.ts';
import { findLeftovers, findOwnTime, findWrongWords, saysWrongWord } from './support/tidy/syntax-rules.ts';
import { checkName, checkText, foreignHosts, longest, lostFromLock } from './support/tidy/text-rules.ts';

const HOUSE = ['src', 'bots', 'test'];
const LANGUAGES = ['uk', 'ru', 'en'];
const code = walkCode(HOUSE);
const kept = listWithGit();
const files = kept ?? code;
const sources = code.map((path) => parseSource(path, readText(path)));
const program = sources.filter(({ path }) => !path.startsWith('test/'));
const graph = readGraph(sources);

const PAGES_AND_PROGRAMS = [
  'src/console/main.tsx',
  'src/card-page/main.ts',
  'src/card-page/vite.config.ts',
  'src/game-page/main.ts',
  'src/game-page/vite.config.ts',
  'src/console/open-offline.ts',
  'src/console/vite.config.ts',
  'src/simulator/main.ts',
  'src/simulator/page/main.ts',
];
/** What starts, what describes types only, and the tables, which a test compares with the database. */
const isEntry = (path: string) =>
  startedByScripts().includes(path) ||
  PAGES_AND_PROGRAMS.includes(path) ||
  path.endsWith('.d.ts') ||
  path.startsWith('src/db/schema/');

function expectNone(findings: string[]): void {
  if (findings.length > 0) expect.fail(`${findings.length} to put right:\n${findings.join('\n')}`);
}

describe('the rules see', () => {
  it.runIf(kept)('every file of code that git keeps, and nothing that it does not', () => {
    const known = files.filter(
      (path) => isCode(path) && HOUSE.some((folder) => path.startsWith(`${folder}/`)),
    );
    expect(code).toEqual(known);
    expect(code.length).toBeGreaterThan(100);
  });

  it('every import, whichever way it is written', () => {
    const text = `import a, { type B } from './a.ts'; import type { C } from './c.ts'; export * from './d.ts';
      export { e } from './e.ts'; const f = await import('./f.ts'); let g: import('./g.ts').G; import './h.css';
      new URL('./i.ts', import.meta.url); // import './no.ts'`;
    const { imports } = parseSource('src/lib/x.ts', text);
    const seen = imports.map(({ kind, specifier }) => `${kind} ${specifier}`).sort();
    expect(seen).toEqual(
      'dynamic ./f.ts,type ./c.ts,type ./g.ts,url ./i.ts,value ./a.ts,value ./d.ts,value ./e.ts,value ./h.css'.split(
        ',',
      ),
    );
  });

  it('what they are there to refuse', () => {
    expect(refuseImport('src/core/ledger/x.ts', 'src/core/receipts/y.ts')).toContain('record an event');
    expect(refuseImport('src/core/receipts/x.ts', 'src/core/ledger/y.ts')).toBeNull();
    expect(refuseImport('src/core/receipts/x.ts', 'src/db/schema/ledger.ts')).toContain('operation');
    expect(refuseImport('bots/viber/x.ts', 'bots/telegram/y.ts')).toContain('may import');
    expect(refuseImport('src/lib/x.ts', 'src/db/client.ts')).toContain('nothing of ours');
    expect(refusePackage('src/contract/x.ts', 'fastify')).toContain('zod');
    const circle = ['a b', 'b c', 'c a', 'c d'].map((pair) => {
      const [from = '', to = ''] = pair.split(' ');
      return { from, to, kind: 'value' as const, line: 1, specifier: to };
    });
    expect(findCycles(circle).map((cycle) => cycle.sort())).toEqual([['a', 'b', 'c']]);
    const bad = parseSource(
      'src/core/x.ts',
      `const customerId = 'промокод'; new Date(); // TO${'DO'} later
      console.log(process.env.X as any)`,
    );
    expect(findWrongWords(bad)).toHaveLength(2);
    expect(findOwnTime(bad)).toHaveLength(1);
    expect(findLeftovers(bad)).toHaveLength(4);
    expect(checkSentences('uk', 'x.json', flatten({ a_one: '1', a_other: '2' }))).toHaveLength(2);
    const one = flatten({ a: '{{n}}', b: 'x' });
    expect(compareLanguages('x.json', { uk: one, en: flatten({ a: '{{m}}' }) })).toHaveLength(2);
    expect(checkName('src/lib/string-utils.ts')).toHaveLength(1);
    expect(foreignHosts('"resolved": "https://mirror.example/x.tgz"')).toEqual(['mirror.example']);
  });
});

describe('imports', () => {
  it('run the way that src/README.md says', () => {
    expectNone(
      graph.files.flatMap(({ from, to, kind, line }) => {
        const refusal = refuseImport(from, to, kind);
        return refusal ? [`${from}:${line} imports ${to}: ${refusal}`] : [];
      }),
    );
  });

  it('name files that exist, relatively inside a room and by # across rooms', () => {
    expectNone(
      graph.files.flatMap(({ from, to, line, specifier }) => {
        const at = `${from}:${line} imports ${specifier}`;
        if (!exists(to)) return [`${at}, which is not there: correct the path`];
        const across = wingOf(from) !== wingOf(to) && !/^(locales|package\.json)/.test(to);
        return specifier.startsWith('..') && across ? [`${at}, another room: write #${to}`] : [];
      }),
    );
  });

  it('take each package only where it belongs', () => {
    expectNone(
      graph.packages.flatMap(({ from, kind, name, line }) => {
        const refusal = kind === 'type' ? null : refusePackage(from, name);
        return refusal ? [`${from}:${line} imports ${name}: ${refusal}`] : [];
      }),
    );
  });

  it('never run in a circle', () => {
    const linked = graph.files.filter(({ kind }) => kind === 'value' || kind === 'dynamic');
    expectNone(
      findCycles(linked).map(
        (cycle) => `${cycle.join(' <-> ')}: move what they share into a file below both`,
      ),
    );
  });

  it('need nothing in production that production does not install', () => {
    const { dependencies } = readJson('package.json') as { dependencies: Record<string, string> };
    const running = reach(graph.files, ['src/main.ts'], ({ kind }) => kind === 'value');
    expectNone(
      graph.packages
        .filter(({ from, kind, name }) => running.has(from) && kind === 'value' && !(name in dependencies))
        .map(
          ({ from, line, name }) =>
            `${from}:${line} imports ${name}: make it a dependency, or import it when needed`,
        ),
    );
  });

  it('reach every file of the program from something that starts', () => {
    const paths = program.map(({ path }) => path);
    const used = reach(graph.files, paths.filter(isEntry), () => true);
    expectNone(
      paths
        .filter((path) => !used.has(path))
        .map((path) => `${path} is used by nobody, or by tests only: connect it or take it out`),
    );
  });
});

describe('files', () => {
  it('are short', () => {
    expectNone(
      files.flatMap((path) => {
        const most = longest(path);
        const count = most === null ? 0 : readText(path).replace(/\n$/, '').split('\n').length;
        return most !== null && count > most
          ? [`${path} has ${count} lines of at most ${most}: give one of its operations a file of its own`]
          : [];
      }),
    );
  });

  it('have names that say what they do', () => {
    expectNone(files.flatMap(checkName));
  });

  it('name nothing of one machine, and leave nothing for later', () => {
    const texts = files.filter((path) => isText(path) && path !== 'package-lock.json');
    expectNone(texts.flatMap((path) => checkText(path, readText(path))));
  });

  it('start the service with the same flags wherever it is told how, and the benches measure with them', () => {
    const start = scriptOf('start');
    const image = /^CMD (\[.*\])$/m.exec(readText('Dockerfile'))?.[1] ?? '[]';
    expect(JSON.parse(image).join(' ')).toBe(start);
    expect(readText('README.md')).toContain(`\`${start}\``);
    expect(scriptOf('bench')).toBe(start.replace('src/main.ts', 'test/bench/run.ts'));
  });

  it('install from the public registry, on every system', () => {
    const lock = readText('package-lock.json');
    expectNone([
      ...foreignHosts(lock).map((host) => `package-lock.json names ${host}: install again without it`),
      ...lostFromLock(lock).map(
        (name) => `package-lock.json lost ${name}: put its entry back, or npm ci refuses the file`,
      ),
    ]);
  });
});

describe('code', () => {
  it('speaks the words of the glossary', () => {
    expectNone(program.flatMap(findWrongWords));
  });

  it('has no leftovers, and one reader of the environment', () => {
    expectNone(sources.flatMap(findLeftovers));
  });

  it('of the business takes the time from its caller', () => {
    expectNone(program.filter(({ path }) => path.startsWith('src/core/')).flatMap(findOwnTime));
  });
});

describe('locales', () => {
  const names = [...new Set(files.flatMap((path) => /^locales\/\w+\/(.+\.json)$/.exec(path)?.[1] ?? []))];
  const read = (language: string, name: string) => {
    const path = `locales/${language}/${name}`;
    return exists(path) ? flatten(readJson(path)) : new Map<string, string>();
  };

  it.each(names)('say the same in every language: %s', (name) => {
    const said = Object.fromEntries(LANGUAGES.map((language) => [language, read(language, name)]));
    expectNone([
      ...compareLanguages(name, said),
      ...LANGUAGES.flatMap((language) => checkSentences(language, name, said[language] ?? new Map())),
      ...Object.values(said).flatMap((sentences) =>
        [...sentences].flatMap(([key, sentence]) => {
          const wrong = saysWrongWord(sentence);
          return wrong ? [`${name} ${key} says "${wrong}": use the words of the glossary`] : [];
        }),
      ),
    ]);
  });

  it.each(LANGUAGES)('have a sentence for every refusal, and for nothing else: %s', (language) => {
    const keys = [...byKey(read(language, 'refusals.json')).keys()];
    const codes: readonly string[] = REFUSAL_CODES;
    expectNone([
      ...codes
        .filter((code) => !keys.includes(code))
        .map((code) => `${language}/refusals.json lacks ${code}: write its sentence`),
      ...keys
        // Of what is not there, some things are named.
        .filter((key) => !codes.includes(key.replace(/^(not_found)_\w+$/, '$1')))
        .map((key) => `${language}/refusals.json has ${key}, which is never thrown: take it out`),
    ]);
  });
});
