// A program of its own that owns a data directory until it is killed. Prints one line of JSON about what it got.
import { startEmbedded } from '#src/db/embedded.ts';

const [dataDir = ''] = process.argv.slice(2);
try {
  const embedded = await startEmbedded({ dataDir, settings: { fsync: 'off' } });
  // Before it says that it is there, since it may be told to end at once.
  process.once('SIGTERM', () => void embedded.stop().then(() => process.exit()));
  process.stdout.write(`${JSON.stringify({ url: embedded.url, adopted: embedded.adopted })}\n`);
  // Keeps the program alive; the server's own watch does not.
  setInterval(() => {}, 60_000);
} catch (error) {
  process.stdout.write(
    `${JSON.stringify({ refused: error instanceof Error ? error.message : String(error) })}\n`,
  );
}
