import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adoptOrphans } from '#src/core/deliveries/adopt-orphans.ts';
import { type ClaimedDelivery, claimDeliveries } from '#src/core/deliveries/claim-deliveries.ts';
import type { SendOutcome } from '#src/core/deliveries/messenger.ts';
import { leaseSlots, silence } from '#src/core/deliveries/pacer.ts';
import type { Prompt } from '#src/core/deliveries/prompt.ts';
import { type QueueDelivery, queueDeliveries, queueDelivery } from '#src/core/deliveries/queue-delivery.ts';
import { registerWorker } from '#src/core/deliveries/register-worker.ts';
import { releaseUnsent } from '#src/core/deliveries/release-unsent.ts';
import { MAX_ATTEMPTS, settleDeliveries } from '#src/core/deliveries/settle-delivery.ts';
import { settleReceipt } from '#src/core/deliveries/settle-receipt.ts';
import { storePicture } from '#src/core/pictures/store-picture.ts';
import { transaction } from '#src/db/client.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, type MadeMember, makeMembers } from '#test/support/many-members.ts';
import { aPng } from '#test/support/picture-files.ts';
import { until } from '#test/support/until.ts';

const database = useDatabase();
const at = new Date('2026-11-22T10:00:00Z');
const later = (ms: number) => new Date(at.getTime() + ms);
const bot = 'telegram:stub';
const say = (text: string): Prompt => ({ say: 'message', text });

let people: MadeMember[];
beforeAll(() => aShop(database.db));
beforeEach(async () => {
  await forgetMembers(database.sql);
  people = await makeMembers(database.sql, { count: 3 });
});

const person = (n: number): MadeMember => {
  const found = people[n];
  if (!found) throw new Error(`there is no person ${n}`);
  return found;
};
const queue = (message: Partial<QueueDelivery> & { to?: number }) => {
  const { to = 0, ...rest } = message;
  const { identityId, memberId } = person(to);
  const whole: QueueDelivery = { identityId, memberId, lane: 'reply', prompt: say('hello'), at, ...rest };
  return transaction(database.db, (tx) => queueDelivery(tx, whole));
};
const claim = (options: { limit?: number; workerNo?: number; when?: Date } = {}) => {
  const { limit = 10, workerNo = 1, when = at } = options;
  return claimDeliveries(database.sql, { messenger: 'telegram', bot, workerNo, limit, at: when });
};
const settle = (delivery: ClaimedDelivery | undefined, outcome: SendOutcome, when = at) => {
  if (!delivery) throw new Error('nothing was claimed');
  return settleDeliveries(database.sql, { bot, results: [{ delivery, outcome }], at: when });
};
const sent = (externalMessageId = '77'): SendOutcome => ({ outcome: 'sent', externalMessageId });
const texts = (claimed: ClaimedDelivery[]) => claimed.map(({ prompt }) => prompt.text);
const statuses = async () =>
  (await database.sql<{ status: string }[]>`select status from delivery order by delivery_no`).map(
    (row) => row.status,
  );

describe('queueing', () => {
  it('gives no second delivery when the same key comes again, then or in one statement', async () => {
    expect(await queue({ onceKey: 'evt_1' })).toMatch(/^dlv_/);
    expect(await queue({ onceKey: 'evt_1' })).toBeNull();
    const { identityId } = person(0);
    const twice: QueueDelivery[] = ['evt_2', 'evt_2'].map((onceKey) => {
      return { identityId, lane: 'notice', prompt: say(onceKey), at, onceKey };
    });
    const ids = await transaction(database.db, (tx) => queueDeliveries(tx, twice));
    expect(ids.map((id) => id === null)).toEqual([false, true]);
  });
});

describe('claiming', () => {
  it('takes one message a person, the oldest, and the next only when the first is settled', async () => {
    for (const text of ['one', 'two']) await queue({ prompt: say(text) });
    await queue({ to: 1, prompt: say('other') });
    const { claimed } = await claim();
    expect(texts(claimed)).toEqual(['one', 'other']);
    expect((await claim()).claimed).toEqual([]);
    await settle(claimed[0], sent());
    expect(texts((await claim()).claimed)).toEqual(['two']);
  });

  it('takes replies before notices, of one person and of all', async () => {
    await queue({ to: 1, lane: 'notice', prompt: say('notice to 1') });
    await queue({ to: 0, lane: 'notice', prompt: say('notice to 0') });
    await queue({ to: 0, prompt: say('reply to 0') });
    expect(texts((await claim({ limit: 1 })).claimed)).toEqual(['reply to 0']);
    expect(texts((await claim()).claimed)).toEqual(['notice to 1']);
  });

  it('never hands one message, or two of one person, to two workers that claim at once', async () => {
    for (let n = 0; n < 30; n++) await queue({ to: n % 3, prompt: say(String(n)) });
    const rounds = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => claim({ workerNo: n, limit: 1 + (n % 3) })),
    );
    const claimed = rounds.flatMap((round) => (round.status === 'fulfilled' ? round.value.claimed : []));
    expect(claimed.length).toBe(3);
    expect(new Set(claimed.map((each) => each.identityId)).size).toBe(3);
  });

  it('looks again when another worker has just taken an earlier-seen message of the same person', async () => {
    await queue({ prompt: say('seen by the other'), lane: 'notice' });
    const other = await database.sql.reserve();
    try {
      await other`begin`;
      await other`select 1 from claim_deliveries('telegram', ${bot}, 7, 1, ${at})`;
      // Comes in between the two looks, and goes first.
      await queue({ prompt: say('newer') });
      await queue({ to: 1, prompt: say('to another person') });
      const claiming = claim({ workerNo: 8 });
      await until('the claim to wait for the other', async () => {
        const [row] = await database.sql`
          select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        return row !== undefined;
      });
      await other`commit`;
      expect(texts((await claiming).claimed)).toEqual(['to another person']);
    } finally {
      other.release();
    }
  });

  it('puts back what a lost claim took, as if it had never been touched, and nothing else', async () => {
    await queue({ prompt: say('in hand') });
    const [inHand] = (await claim()).claimed;
    await queue({ to: 1, prompt: say('lost') });
    await claim();
    await queue({ to: 2, prompt: say('of another worker') });
    await claim({ workerNo: 2 });
    const given = new Set(inHand ? [inHand.deliveryId] : []);
    expect(await releaseUnsent(database.sql, { messenger: 'telegram', workerNo: 1, given })).toBe(1);
    expect(await statuses()).toEqual(['sending', 'queued', 'sending']);
    expect((await claim()).claimed).toMatchObject([{ prompt: { text: 'lost' }, attempts: 1 }]);
  });

  it('skips what is too late, a notice to somebody unreachable, and an edit of what was never sent', async () => {
    await queue({ notAfter: later(-1) });
    await database.sql`update identity set reachable = false where identity_id = ${person(1).identityId}`;
    await queue({ to: 1, lane: 'notice' });
    const first = await queue({ to: 2, notAfter: later(-1) });
    expect((await claim()).skipped).toBe(3);
    const edit: Prompt = { say: 'edit', of: { deliveryId: first ?? '' }, text: 'changed', orSend: false };
    await queue({ to: 2, prompt: edit });
    await queue({ prompt: { ...edit, orSend: true } });
    const { claimed, skipped } = await claim();
    expect(skipped).toBe(1);
    expect(claimed.map(({ prompt }) => [prompt.say, prompt.text])).toEqual([['message', 'changed']]);
    expect(await statuses()).toEqual(['skipped', 'skipped', 'skipped', 'skipped', 'sending']);
  });

  it('finds the message that an edit means and the picture that was uploaded before', async () => {
    const picture = {
      picture: 'card',
      cardNumber: '2000000000015',
      memberName: 'Олена',
      language: 'uk',
    } as const;
    const card: Prompt = { say: 'message', text: 'card', picture };
    const deliveryId = (await queue({ prompt: card })) ?? '';
    const [first] = (await claim()).claimed;
    expect(first?.fileId).toBeUndefined();
    await settle(first, { outcome: 'sent', externalMessageId: '900', fileId: 'file-1' });
    await queue({ prompt: { say: 'edit', of: { deliveryId }, text: 'new', orSend: false } });
    await queue({ to: 1, prompt: card });
    await queue({ to: 2, prompt: { ...card, picture: { ...picture, memberName: 'Інша' } } });
    const { claimed } = await claim();
    expect(claimed.map(({ editOf, fileId }) => [editOf, fileId])).toEqual([
      ['900', undefined],
      [undefined, 'file-1'],
      [undefined, undefined],
    ]);
  });

  it('brings along the id of an uploaded picture that this bot holds already', async () => {
    const bytes = aPng(100, 100);
    const { pictureId } = await transaction(database.db, (tx) =>
      storePicture(tx, { bytes, actor: 'stf_1', at }),
    );
    const prompt: Prompt = { say: 'message', text: 'cup', picture: { picture: 'stored', pictureId } };
    await queue({ prompt });
    const [first] = (await claim()).claimed;
    expect(first?.fileId).toBeUndefined();
    await settle(first, { outcome: 'sent', externalMessageId: '901', fileId: 'file-cup' });
    await queue({ to: 1, prompt });
    expect((await claim()).claimed.map(({ fileId }) => fileId)).toEqual(['file-cup']);
  });

  it('claims nothing while the bot is silent', async () => {
    await queue({});
    await silence(database.sql, { bot, delayMs: 60_000 });
    expect((await claim()).claimed).toEqual([]);
  });
});

describe('settling', () => {
  it('brings back what surely did not arrive, in its place, and gives up in the end', async () => {
    await queue({ prompt: say('first') });
    await queue({ prompt: say('second') });
    const retry: SendOutcome = { outcome: 'retry', delayMs: 1_000, wholeBot: false, reason: '429' };
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const when = later(attempt * 1_000);
      const { claimed } = await claim({ when });
      expect(claimed.map(({ prompt, attempts }) => [prompt.text, attempts])).toEqual([['first', attempt]]);
      await settle(claimed[0], retry, when);
      if (attempt < MAX_ATTEMPTS)
        expect((await claim({ when: new Date(when.getTime() + 999) })).claimed).toEqual([]);
    }
    expect(await statuses()).toEqual(['failed', 'queued']);
  });

  it('marks a person who has blocked the bot, and ends the message', async () => {
    await queue({});
    await settle((await claim()).claimed[0], { outcome: 'unreachable', reason: 'blocked' });
    expect(await statuses()).toEqual(['failed']);
    const [identity] = await database.sql`
      select reachable from identity where identity_id = ${person(0).identityId}`;
    expect(identity?.reachable).toBe(false);
  });

  it('never repeats what may have arrived', async () => {
    await queue({});
    await settle((await claim()).claimed[0], { outcome: 'unknown', reason: 'reset' });
    expect((await claim({ when: later(3_600_000) })).claimed).toEqual([]);
    expect(await statuses()).toEqual(['unknown']);
  });
});

describe('a worker that dies', () => {
  it('leaves what was in flight unknown, once its lock is gone and not before; a late answer still counts', async () => {
    const worker = registerWorker(database.url, { name: 'test', now: () => at });
    expect(() => worker.workerNo()).toThrow();
    expect(await worker.check()).toBe(true);
    await queue({});
    const { claimed } = await claim({ workerNo: worker.workerNo() });
    expect(await adoptOrphans(database.sql, at)).toBe(0);
    await worker.close();
    expect(await adoptOrphans(database.sql, at)).toBe(1);
    expect(await statuses()).toEqual(['unknown']);
    await settle(claimed[0], sent());
    expect(await statuses()).toEqual(['sent']);
  });

  it('is registered again after its connection broke', async () => {
    const worker = registerWorker(database.url, { name: 'test', now: () => at });
    await worker.check();
    const before = worker.workerNo();
    const alive = () => database.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'test alive' and datname = current_database()`;
    // As long as the old session is there, it holds the number.
    await until('the session to be gone', async () => (await alive()).length === 0);
    const again = async () => ((await worker.check()) ? worker.workerNo() : null);
    await expect.poll(again).toBe(before);
    await worker.close();
  });
});

describe('a receipt of the messenger', () => {
  const receipt = (kind: 'delivered' | 'seen' | 'failed', externalMessageId: string) =>
    transaction(database.db, (tx) =>
      settleReceipt(tx, { messenger: 'telegram', externalMessageId, externalId: 'p0', receipt: kind, at }),
    );

  it('settles a message whose answer never came, and only that', async () => {
    await queue({});
    await settle((await claim()).claimed[0], { outcome: 'unknown', reason: 'reset' });
    await receipt('delivered', '5741311803571721087');
    expect(await statuses()).toEqual(['sent']);
    await receipt('delivered', '999');
    const rows = await database.sql`select external_message_id as id from delivery`;
    expect(rows.map((row) => row.id)).toEqual(['5741311803571721087']);
  });

  it('turns sent into failed when the phone refused it, but not once it was seen', async () => {
    await queue({});
    await settle((await claim()).claimed[0], sent('1'));
    await queue({});
    await settle((await claim()).claimed[0], sent('2'));
    await receipt('failed', '1');
    await receipt('seen', '2');
    await receipt('failed', '2');
    expect(await statuses()).toEqual(['failed', 'sent']);
  });
});

describe('the pacer', () => {
  it('gives slots out one after the other, whoever asks', async () => {
    const lease = () => leaseSlots(database.sql, { bot, perSecond: 10, slots: 50 });
    const waits = (await Promise.all([lease(), lease(), lease()]))
      .map(({ waitMs }) => waitMs)
      .sort((a, b) => a - b);
    expect(waits[0]).toBeLessThan(1_000);
    expect(waits[1]).toBeGreaterThan(2_500);
    expect(waits[2]).toBeGreaterThan(7_500);
    expect(waits[2]).toBeLessThanOrEqual(10_000);
  });
});
