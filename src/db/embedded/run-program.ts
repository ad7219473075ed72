// Starts PostgreSQL's own programs under the account chosen for them.
import { spawn } from 'node:child_process';

/** How a program is started so that it runs as an account that PostgreSQL accepts. */
export interface Account {
  /** Undefined where the program's own account will do, that is when it is not root. */
  ids: { uid: number; gid: number } | undefined;
  /** Capabilities kept for PostgreSQL because its account could not reach the files without them. */
  capabilities: string[];
}

/** The file, arguments and spawn options that run `program` as `account`. */
export function commandAs(account: Account, program: string, args: string[]) {
  const { ids, capabilities } = account;
  if (!ids) return { file: program, args, ids: {} };
  if (capabilities.length === 0) return { file: program, args, ids };
  const kept = capabilities.map((name) => `+${name}`).join(',');
  const setpriv = [
    `--reuid=${ids.uid}`,
    `--regid=${ids.gid}`,
    '--clear-groups',
    // PostgreSQL asks access(2) whether its own files can be read, and that call forgets capabilities of an
    // ordinary account unless this bit is set.
    '--securebits=+no_setuid_fixup',
    `--inh-caps=-all,${kept}`,
    `--ambient-caps=${kept}`,
    '--',
    program,
  ];
  return { file: 'setpriv', args: [...setpriv, ...args], ids: {} };
}

/** Runs `program` to its end. `code` is null when it could not be started or was killed; `output` is what it printed. */
export function runProgram(
  account: Account,
  program: string,
  args: string[],
): Promise<{ code: number | null; output: string }> {
  const command = commandAs(account, program, args);
  return new Promise((resolve) => {
    const child = spawn(command.file, command.args, {
      ...command.ids,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment(),
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', (error) => resolve({ code: null, output: error.message }));
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** PostgreSQL reads PG* variables and the locale; it gets neither, so that it runs alike everywhere. */
export function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
}
