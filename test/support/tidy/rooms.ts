// The rooms of the house and which of them may import which: the table of src/README.md in a form that can be asked.
import type { Import } from './parse-source.ts';

/** Who stands lower in core may be called by who stands higher; those of one number may call each other. */
const CORE_LEVELS: Record<string, number> = {
  'core/refusal': 0,
  'core/events': 0,
  'core/stores': 1,
  'core/staff': 1,
  'core/members': 1,
  'core/cards': 1,
  'core/pictures': 1,
  'core/ledger': 2,
  'core/rewards': 2.5,
  'core/rules': 3,
  'core/offers': 4,
  'core/receipts': 5,
  'core/showcase': 6,
  'core/friends': 6,
  'core/triggers': 6,
  'core/replays': 6,
  'core/imports': 6,
  'core/exports': 6,
  'core/webhooks': 6,
  'core/passes': 6,
  'core/partners': 6,
  'core/shopping': 6.5,
  'core/analytics': 6,
  'core/segments': 6.7,
  'core/contacts': 6.8,
  'core/prizes': 6.85,
  'core/challenges': 6.9,
  'core/deliveries': 7,
  'core/quests': 7.5,
  'core/campaigns': 8,
  'core/reports': 9,
};

/** `core` stands for every room of it; a file name allows that file only. Locales are data that anybody may read. */
const MAY_IMPORT: Record<string, string[]> = {
  app: ['http', 'bots/telegram/webhook.ts', 'bots/viber/webhook.ts', 'db', 'lib'],
  config: ['src/config-error.ts', 'src/config-wallets.ts'],
  http: ['contract', 'core', 'db', 'lib'],
  workers: ['core', 'db', 'lib'],
  db: ['lib'],
  contract: [],
  console: ['contract'],
  'card-page': ['contract'],
  'game-page': ['contract', 'card-page', 'src/core/quests/games/game-rules.ts'],
  simulator: ['lib'],
  demo: ['core', 'db', 'lib', 'src/simulator/control.ts', 'src/simulator/lazy-people.ts'],
  lib: [],
  'bots/dialogue': ['core', 'db', 'lib'],
  'bots/telegram': ['bots/dialogue', 'core', 'lib'],
  'bots/viber': ['bots/dialogue', 'core', 'lib'],
};

/** What a room hands on without using it: of these files it may know the types. */
const MAY_KNOW_TYPES: Record<string, string[]> = {
  app: ['src/config.ts'],
  http: ['src/config.ts'],
  'bots/telegram': ['src/db/client.ts'],
  'bots/viber': ['src/db/client.ts'],
};

/** Packages that belong to one part of the house; everything else may be used where it is needed. */
const PACKAGE_ROOMS: Record<string, string[]> = {
  fastify: ['app', 'http', 'bots/telegram', 'bots/viber', 'simulator'],
  grammy: ['bots/telegram'],
  'viber-bot': ['bots/viber'],
  react: ['console'],
  vite: ['console', 'card-page', 'game-page'],
  '@resvg/resvg-js': ['core/cards'],
  'better-auth': ['core/staff'],
  'libphonenumber-js': ['core/members', 'bots/telegram', 'bots/viber', 'simulator', 'console'],
  postgres: ['db'],
  cephes: ['lib'],
  'passkit-generator': ['core/passes'],
  jose: ['core/passes'],
  papaparse: ['core/imports'],
  'read-excel-file': ['core/imports'],
  'write-excel-file': ['core/imports'],
  fflate: ['core/imports'],
  standardwebhooks: ['core/webhooks'],
};

/** The room of a file by its path, or null when it stands outside of every room. */
export function roomOf(path: string): string | null {
  if (/^src\/(app|config)\.ts$/.test(path)) return path.slice('src/'.length, -'.ts'.length);
  // What else lies there is main in parts: it puts the rooms together.
  if (/^src\/[^/]+\.ts$/.test(path)) return 'main';
  const [top = '', second = '', third] = path.split('/');
  if (top === 'test') return 'test';
  if (top === 'locales') return 'locales';
  if (path === 'src/core/refusal.ts' || path === 'src/core/refusal-codes.ts') return 'core/refusal';
  const room =
    top === 'src' && second === 'core' ? `core/${third}` : top === 'bots' ? `bots/${second}` : second;
  return room in MAY_IMPORT || room in CORE_LEVELS ? room : null;
}

/** The part of the house inside which paths are relative: all of core is one, all of test is one. */
export function wingOf(path: string): string {
  const [top = '', second = '', third] = path.split('/');
  return top === 'test' || third === undefined ? top : `${top}/${second}`;
}

/** Why `from` (a file) must not import `to` (a file), as a sentence that says what to do; null when it may. */
export function refuseImport(from: string, to: string, kind: Import['kind'] = 'value'): string | null {
  const room = roomOf(from);
  const target = roomOf(to);
  if (room === null)
    return `${from} stands in no room: move it into one of src/README.md, or add the room there`;
  if (target === null)
    return `${to} stands in no room: move it into one of src/README.md, or add the room there`;
  if (room === 'test' || room === target || target === 'locales') return null;
  if (target === 'test') return 'the program never needs its tests: move what both need into src';
  if (room === 'main') return null;
  if (room.startsWith('core/')) return refuseInCore(room, target, to);
  const allowed = MAY_IMPORT[room] ?? [];
  if (allowed.includes(target) || allowed.includes(to)) return null;
  if (target.startsWith('core/') && allowed.includes('core')) return null;
  if (kind === 'type' && MAY_KNOW_TYPES[room]?.includes(to)) return null;
  return `${room} may import ${allowed.join(', ') || 'nothing of ours'}: hand in what it needs as a parameter, or move the shared part down`;
}

function refuseInCore(room: string, target: string, to: string): string | null {
  // A room with many tables has several files of them, such as quests.ts and quests-pages.ts.
  const table = /^src\/db\/schema\/([a-z]+)(?:-[a-z]+)?\.ts$/.exec(to)?.[1];
  if (table !== undefined && `core/${table}` !== room) {
    return `${room} reads the tables of ${table}: call (or write) an operation of src/core/${table} instead`;
  }
  if (target === 'db' || target === 'lib') return null;
  const [own, other] = [CORE_LEVELS[room], CORE_LEVELS[target]];
  if (own === undefined || other === undefined) return 'core may import core, db and lib only';
  if (other <= own) return null;
  return `${target} stands above ${room}: record an event and let the room above act on it`;
}

/** Why a file must not import a package, or null when it may. */
export function refusePackage(from: string, name: string): string | null {
  const room = roomOf(from);
  if (room === 'test' || room === 'main') return null;
  if (room === 'contract' && name !== 'zod')
    return 'the contract imports only zod, so that everybody can read it';
  const rooms = PACKAGE_ROOMS[name];
  if (!rooms || room === null || rooms.includes(room)) return null;
  return `${name} belongs to ${rooms.join(', ')}: call an operation there`;
}
