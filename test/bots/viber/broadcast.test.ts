// broadcast_message on the wire: who got it, who did not, and what is never asked twice.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { viberMessenger } from '#bots/viber/messenger.ts';
import { aMessage, startStub, type WireStub } from '../wire-stub.ts';

let stub: WireStub;
let messenger: ReturnType<typeof viberMessenger>;

const make = (timeoutMs = 5_000) =>
  viberMessenger({
    token: 'a-viber-token',
    apiRoot: stub.url,
    timeoutMs,
    publicPictureUrl: () => 'https://p.ua/c.png',
    sender: { name: 'Поруч' },
  });

beforeEach(async () => {
  stub = await startStub();
  messenger = make();
});

afterEach(async () => {
  await messenger.close();
  await stub.stop();
});

const answer = (body: string) => ({ answer: 200, body });
const okay = (failed = '') =>
  answer(`{"status":0,"status_message":"ok","message_token":5741311803571721087,"failed_list":[${failed}]}`);
const broadcast = (externalIds: string[], prompt = aMessage()) =>
  messenger.broadcast?.send({ externalIds, prompt });
const listOf = (index: number): string[] => JSON.parse(stub.seen[index]?.body ?? '{}').broadcast_list;

it('tells for each receiver what became of it', async () => {
  stub.behave(
    okay(
      '{"receiver":"b","status":6,"status_message":"Not subscribed"},{"receiver":"c","status":3},{"receiver":"x","status":5}',
    ),
  );
  expect(await broadcast(['a', 'b', 'c'])).toEqual([
    { outcome: 'sent', externalMessageId: '5741311803571721087' },
    { outcome: 'unreachable', reason: 'status 6 Not subscribed' },
    { outcome: 'rejected', reason: 'status 3' },
  ]);
  expect(stub.seen[0]?.path).toBe('/pa/broadcast_message');
  expect(JSON.parse(stub.seen[0]?.body ?? '')).not.toHaveProperty('receiver');
});

it.each([
  ['reset', 'reset'],
  ['stalled', 'stall'],
  ['cut in half', 'half'],
  ['a fault of the server', { answer: 502, body: '<html>' }],
] as const)(
  'is unknown for all of them when the answer is %s, and is asked once',
  async (_name, behaviour) => {
    if (behaviour === 'stall') {
      await messenger.close();
      messenger = make(1_000);
    }
    stub.behave(behaviour);
    const outcomes = await broadcast(['a', 'b']);
    expect(outcomes?.map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown']);
    expect(stub.seen).toHaveLength(1);
  },
);

it('waits with the whole bot when there were too many requests', async () => {
  stub.behave(answer('{"status":12,"status_message":"tooManyRequests"}'));
  expect(await broadcast(['a'])).toMatchObject([{ outcome: 'retry', wholeBot: true }]);
});

it.each([19, 20])('tells by status %i that the bot may not', async (status) => {
  stub.behave(answer(`{"status":${status},"status_message":"no"}`));
  expect(await broadcast(['a', 'b'])).toBeNull();
});

it('keeps every request below 30,000 bytes and 300 receivers', async () => {
  stub.behave(okay());
  const ids = Array.from({ length: 301 }, (_, n) => `person-${String(n).padStart(17, '0')}`);
  expect(await broadcast(ids, aMessage({ text: 'щ'.repeat(7_000) }))).toHaveLength(301);
  expect(stub.seen.flatMap((_, index) => listOf(index))).toEqual(ids);
  for (const { body } of stub.seen) expect(Buffer.byteLength(body)).toBeLessThan(30_000);
  expect(Math.max(...stub.seen.map((_, index) => listOf(index).length))).toBeLessThanOrEqual(300);
});

it('sends the words after their picture only to those who got it', async () => {
  stub.behave(okay('{"receiver":"b","status":6,"status_message":"Not subscribed"}'), okay());
  const prompt = aMessage({ text: 'щ'.repeat(300), picture: { picture: 'stored', pictureId: 'pic_1' } });
  const outcomes = await broadcast(['a', 'b'], prompt);
  expect(outcomes?.map(({ outcome }) => outcome)).toEqual(['sent', 'unreachable']);
  expect([listOf(0), listOf(1)]).toEqual([['a', 'b'], ['a']]);
});

it('is unknown to those whose words did not follow their picture', async () => {
  stub.behave(okay(), answer('{"status":12,"status_message":"tooManyRequests"}'));
  const prompt = aMessage({ text: 'щ'.repeat(300), picture: { picture: 'stored', pictureId: 'pic_1' } });
  expect(await broadcast(['a'], prompt)).toMatchObject([{ outcome: 'unknown' }]);
});
