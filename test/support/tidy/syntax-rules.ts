// Rules about what a file of code says. Each finding is a line such as `src/x.ts:12 ...: do this instead`.
import { isNode, type Node, type Source } from './parse-source.ts';
import { startedByScripts } from './project-files.ts';

const BANNED = /^(customers?|bonus(es)?|promos?)$/;
const BANNED_TEXT = /customer|bonus|promo\b|loyalty user|клієнт|клиент|бонус|промокод/i;
const INSTEAD = 'say member, points, offer or campaign';

/** Programs that a person starts in a terminal and that answer there. */
const SPEAK_TO_A_TERMINAL = [...startedByScripts(), 'src/simulator/main.ts'];

/** Where the environment is needed for something else than a setting of Kartka. */
const READ_THE_ENVIRONMENT: Record<string, string> = {
  'src/config.ts': 'it is the one reader of settings',
  'src/db/embedded/run-program.ts': 'a program it starts needs PATH',
  'src/simulator/main.ts': 'a program of its own that refuses to run in production',
};

export type Finding = string;

/** Words of the glossary: names in code and sentences that people read. */
export function findWrongWords(source: Source): Finding[] {
  const findings: Finding[] = [];
  source.visit((node) => {
    const name = nameOf(node);
    const at = () => `${source.path}:${source.lineAt(node.start)}`;
    if (name && wordsOf(name).some((word) => BANNED.test(word)))
      findings.push(`${at()} names ${name}: ${INSTEAD}`);
    const text = textOf(node);
    const wrong = text && BANNED_TEXT.exec(text)?.[0];
    if (wrong) findings.push(`${at()} says "${wrong}": ${INSTEAD}`);
  });
  return findings;
}

export function saysWrongWord(sentence: string): string | null {
  return BANNED_TEXT.exec(sentence)?.[0] ?? null;
}

/** What is left over from work in progress, or silences a check. */
export function findLeftovers(source: Source): Finding[] {
  const { path } = source;
  const findings: Finding[] = [];
  for (const { text, line } of source.comments) {
    if (/\b(TODO|FIXME|XXX|HACK)\b/.test(text))
      findings.push(`${path}:${line} leaves work for later: do it, or say the limit`);
    if (/@ts-(ignore|nocheck)/.test(text))
      findings.push(`${path}:${line} silences the compiler: give the value its type`);
    if (/@ts-expect-error/.test(text) && !path.startsWith('test/')) {
      findings.push(`${path}:${line} expects a type error: that is for tests of types`);
    }
  }
  const test = path.startsWith('test/');
  source.visit((node, [parent]) => {
    const at = () => `${path}:${source.lineAt(node.start)}`;
    if (
      node.type === 'TSAsExpression' &&
      isNode(node.typeAnnotation) &&
      node.typeAnnotation.type === 'TSAnyKeyword'
    ) {
      findings.push(`${at()} says "as any": read it with zod or narrow it`);
    }
    if (node.type === 'DebuggerStatement') findings.push(`${at()} has a debugger statement: take it out`);
    const member = memberOf(node);
    if (!test && !SPEAK_TO_A_TERMINAL.includes(path) && member === 'console.log') {
      findings.push(`${at()} writes with console.log: use the logger that is handed in`);
    }
    if (test && /^(test|it|describe|suite)\.(only|skip|todo|fails)$/.test(member ?? '')) {
      findings.push(`${at()} has ${member}: every test runs, or is taken out`);
    }
    if (test && /^vi\.(mock|doMock)$/.test(member ?? '')) {
      findings.push(`${at()} replaces a module: hand in the real part, or a port`);
    }
    if (!test && member === 'process.env' && !(path in READ_THE_ENVIRONMENT) && !isHandedToConfig(parent)) {
      findings.push(`${at()} reads process.env: take the value from src/config.ts as a parameter`);
    }
  });
  return findings;
}

/** In core, the moment is a parameter; performance.now() is only a stopwatch and can become no one's date. */
export function findOwnTime(source: Source): Finding[] {
  const findings: Finding[] = [];
  source.visit((node) => {
    const bare = node.type === 'NewExpression' && isNode(node.callee) && node.callee.name === 'Date';
    const now = bare && Array.isArray(node.arguments) && node.arguments.length === 0;
    if (!now && memberOf(node) !== 'Date.now') return;
    findings.push(
      `${source.path}:${source.lineAt(node.start)} asks the machine for the time: take a Clock or a Date`,
    );
  });
  return findings;
}

// readConfig(process.env)
function isHandedToConfig(parent: Node | undefined): boolean {
  return parent?.type === 'CallExpression' && isNode(parent.callee) && parent.callee.name === 'readConfig';
}

function memberOf(node: Node): string | null {
  if (node.type !== 'MemberExpression' || !isNode(node.object) || !isNode(node.property)) return null;
  return `${String(node.object.name)}.${String(node.property.name)}`;
}

function nameOf(node: Node): string | null {
  const named =
    node.type === 'Identifier' || node.type === 'JSXIdentifier' || node.type === 'PrivateIdentifier';
  return named && typeof node.name === 'string' ? node.name : null;
}

function textOf(node: Node): string | null {
  if (node.type === 'Literal' || node.type === 'JSXText')
    return typeof node.value === 'string' ? node.value : null;
  if (node.type !== 'TemplateElement' || typeof node.value !== 'object' || node.value === null) return null;
  return 'raw' in node.value && typeof node.value.raw === 'string' ? node.value.raw : null;
}

/** `customerId` and `customer_id` are the words customer and id. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.toLowerCase());
}
