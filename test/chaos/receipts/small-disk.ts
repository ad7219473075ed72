// A file system of its own for PostgreSQL that can be filled to the last byte: an image mounted as ext4, so that a full disk
// is a real one (ENOSPC for heap and log) and fsync goes on meaning something. Where there are no loop devices, a tmpfs.
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface SmallDisk {
  path: string;
  kind: 'ext4' | 'tmpfs';
  /** Leaves no room at all. Again and again, when others free some. */
  fill(): Promise<void>;
  /** Gives the room back. */
  free(): Promise<void>;
  remove(): Promise<void>;
}

const MEGABYTES = 1_536;
const run = promisify(execFile);

/** Null where nothing may be mounted: that takes root. */
export async function mountSmallDisk(): Promise<SmallDisk | null> {
  const folder = await mkdtemp(join(tmpdir(), 'kartka-disk-'));
  // PostgreSQL has to get in, and does not run as root.
  await chmod(folder, 0o755);
  const path = join(folder, 'disk');
  await run('mkdir', [path]);
  const kind = await mount(join(folder, 'image'), path);
  const remove = async () => {
    if (kind) await run('umount', [path]).catch(() => run('umount', ['--lazy', path]));
    await rm(folder, { recursive: true, force: true });
  };
  if (!kind) {
    await remove();
    return null;
  }
  const ballast = join(path, 'ballast');
  return {
    path,
    kind,
    async fill() {
      const { bavail, bsize } = await statfs(path);
      const room = bavail * bsize;
      if (room > 1024 ** 2) {
        const begun = `${ballast}.${Date.now()}`;
        // Some of it may be taken meanwhile; the rest is filled below.
        await run('fallocate', ['--length', String(room), begun]).catch(() => undefined);
      }
      await appendUntilFull(ballast);
    },
    free: () => run('sh', ['-c', 'rm -f "$1"*', 'sh', ballast]).then(() => undefined),
    remove,
  };
}

async function mount(image: string, path: string): Promise<SmallDisk['kind'] | null> {
  try {
    await run('truncate', ['--size', `${MEGABYTES}M`, image]);
    await run('mkfs.ext4', ['-q', '-F', '-m', '0', image]);
    await run('mount', ['-o', 'loop', image, path]);
    return 'ext4';
  } catch {
    await rm(image, { force: true });
  }
  return await run('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}M,mode=755`, 'kartka', path]).then(
    () => 'tmpfs' as const,
    () => null,
  );
}

async function appendUntilFull(file: string): Promise<void> {
  const handle = await open(file, 'a');
  try {
    for (const size of [65_536, 4_096]) {
      const block = Buffer.alloc(size, 1);
      for (;;) {
        try {
          const { bytesWritten } = await handle.write(block);
          if (bytesWritten < size) break;
        } catch (error) {
          if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') break;
          throw error;
        }
      }
    }
    // ext4 promises room before it gives it.
    await handle.sync().catch(() => undefined);
  } finally {
    await handle.close();
  }
}
