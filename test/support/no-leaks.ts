// Runs before each test file, and after its last hook looks at what still keeps the process alive: a server, a
// connection, a child process or a timer that the file started and did not end fails it.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll } from 'vitest';

const WATCHED = new Set([
  'TCPServerWrap',
  'TCPSocketWrap',
  'ProcessWrap',
  'Timeout',
  'UDPWrap',
  'FSEventWrap',
  'StatWatcher',
  'MessagePort',
]);
// Not PipeWrap: the worker's own output is one, opened when it first writes.

/** A closed connection takes a moment to be gone, and a pooled one of fetch a few seconds. */
const PATIENCE_MS = 15_000;

const before = alive();

afterAll(async () => {
  const deadline = performance.now() + PATIENCE_MS;
  let left = leftOver();
  while (left.length > 0 && performance.now() < deadline) {
    await pause(20);
    left = leftOver();
  }
  if (left.length > 0)
    throw new Error(`left open by this file: ${left.join(', ')}. End what the tests start.`);
});

/** What is alive now and was not before the file began. */
function leftOver(): string[] {
  const earlier = [...before];
  return alive().filter((kind) => {
    const place = earlier.indexOf(kind);
    if (place >= 0) earlier.splice(place, 1);
    return place < 0;
  });
}

function alive(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => WATCHED.has(kind));
}
