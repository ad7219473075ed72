import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { expandNextStep } from '#src/core/campaigns/expand-next-step.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { readCampaign } from '#src/core/campaigns/read-campaign.ts';
import type { PlanSent } from '#src/core/campaigns/read-plan.ts';
import { finishCampaigns } from '#src/core/campaigns/sending/lease-chunk.ts';
import { wakeWaiting } from '#src/core/campaigns/sending/wake-waiting.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { type CampaignId, newId } from '#src/lib/id.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { forgetMembers, type MadeMember, makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();

const at = new Date('2026-11-22T10:00:00Z');
const hoursOn = (hours: number) => new Date(at.getTime() + hours * 3_600_000);
const BOTH: PlanSent['steps'] = [
  { channel: 'other', afterHours: 24 },
  { channel: 'sms', afterHours: 48 },
];

beforeAll(() => aShop(database.db));
beforeEach(() => forgetMembers(database.sql));

const write = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);
async function launched(plan: PlanSent): Promise<CampaignId> {
  const campaignId = await write((tx) =>
    createCampaign(tx, {
      name: 'Осінь',
      texts: { uk: 'Вітаємо' },
      smsTexts: { uk: 'SMS' },
      controlPercent: 0,
      createdBy: 'stf_1',
      at,
      ...plan,
    }),
  );
  await write((tx) => launchCampaign(tx, { campaignId, at }));
  while ((await write((tx) => expandAudience(tx, { at }))) !== null);
  return campaignId;
}
/** As if the workers had sent what waits. */
async function sentAt(moment: Date, status = 'sent') {
  await database.sql`
    update campaign_delivery set status = ${status}, settled_at = ${moment} where status = 'queued'`;
  await database.sql`update campaign_chunk set done = true`;
}
const nextStep = (moment: Date) => write((tx) => expandNextStep(tx, moment));
const rowsOf = async (step: number) =>
  (
    await database.sql<{ way: string }[]>`
      select m.name || ' ' || coalesce(c.messenger, '?') || ' ' || d.status as way
      from campaign_delivery d join member m on m.member_id = d.member_id
        join campaign_chunk c on c.campaign_id = d.campaign_id and d.delivery_seq between c.first_seq and c.last_seq
      where d.step = ${step} order by 1`
  ).map(({ way }) => way);

/** Every phone is its member's own. */
const proven = () => database.sql`
  insert into phone (phone, member_id, proven_at) select phone, member_id, ${at} from member where phone is not null
  on conflict (phone) do update set member_id = excluded.member_id, proven_at = excluded.proven_at`;

/** With an account in both messengers and a phone, with one of them, with neither. */
async function threePeople(): Promise<Record<'both' | 'phone' | 'none', MadeMember>> {
  const [both] = await makeMembers(database.sql, { count: 1, name: 'both', externalId: () => 'b' });
  const [phone] = await makeMembers(database.sql, { count: 1, name: 'phone', externalId: () => 'p' });
  const [none] = await makeMembers(database.sql, { count: 1, name: 'none', externalId: () => 'n' });
  if (!both || !phone || !none) throw new Error('no members');
  await database.sql`
    insert into identity (identity_id, messenger, external_id, member_id, language, linked_at, first_seen_at, last_seen_at)
    values (${newId('idn', 0)}, 'viber', 'v', ${both.memberId}, 'uk', ${at}, '2026-01-01', '2025-12-31')`;
  await database.sql`
    update member set phone = '+38067000000' || case member_id when ${both.memberId} then '1' else '2' end
    where member_id in (${both.memberId}, ${phone.memberId})`;
  await proven();
  return { both, phone, none };
}

describe('the first way', () => {
  it('when somebody has both messengers, then it is the one they want, else the one that costs nothing', async () => {
    const { both } = await threePeople();
    await database.sql`update identity set last_seen_at = '2026-11-20' where external_id = 'v'`;
    await launched({});
    expect(await rowsOf(1)).toEqual([
      'both telegram queued',
      'none telegram queued',
      'phone telegram queued',
    ]);
    await database.sql`update campaign set status = 'stopped'`;
    await database.sql`delete from campaign_chunk`;
    await database.sql`delete from campaign_delivery`;
    await database.sql`update member set preferred_messenger = 'viber' where member_id = ${both.memberId}`;
    await launched({});
    expect(await rowsOf(1)).toContain('both viber queued');
  });
});

describe('a further step', () => {
  it('when the wait is over, then each is tried by the way they have, one after the other, and then no more', async () => {
    await threePeople();
    const campaignId = await launched({ steps: BOTH });
    await sentAt(hoursOn(1));
    expect(await nextStep(hoursOn(24.9))).toBeNull();
    expect(await nextStep(hoursOn(25))).toBe(3);
    // Who has no other messenger is kept for the SMS.
    expect(await rowsOf(2)).toEqual(['both viber queued', 'none telegram skipped', 'phone telegram skipped']);
    await sentAt(hoursOn(26));
    await finishCampaigns(database.sql, hoursOn(26));
    expect((await readCampaign(database.db, campaignId)).status).toBe('running');
    await nextStep(hoursOn(27));
    while ((await nextStep(hoursOn(74))) !== null);
    expect(await rowsOf(3)).toEqual(['both sms queued', 'phone sms queued']);
    await sentAt(hoursOn(75));
    for (let pass = 0; pass < 3; pass++) expect(await nextStep(hoursOn(500))).toBeNull();
    await finishCampaigns(database.sql, hoursOn(500));
    expect((await readCampaign(database.db, campaignId)).status).toBe('finished');
  });

  it.each([
    ['seen', 'update campaign_delivery set seen_at = settled_at'],
    ['clicked', 'update campaign_delivery set clicked_at = settled_at'],
    ['wrote', "update identity set last_seen_at = '2026-11-22T12:00:00Z'"],
  ] as const)(
    'when somebody has %s it, then only a campaign that asks for it spares them',
    async (reaction, done) => {
      await threePeople();
      for (const stopOn of [[reaction], ['bought']] as const) {
        await database.sql`delete from campaign_chunk`;
        await database.sql`delete from campaign_delivery`;
        await launched({ steps: [{ channel: 'sms', afterHours: 1 }], stopOn: [...stopOn] });
        await sentAt(hoursOn(1));
        await database.sql.unsafe(done);
        while ((await nextStep(hoursOn(3))) !== null);
        expect(await rowsOf(2)).toEqual(
          stopOn[0] === 'bought' ? ['both sms queued', 'phone sms queued'] : [],
        );
        await database.sql`update campaign set status = 'stopped'`;
      }
    },
  );

  it('when somebody has withdrawn their consent or it is over, then nothing more is written', async () => {
    const { both } = await threePeople();
    await launched({ steps: [{ channel: 'sms', afterHours: 1 }], sendUntil: hoursOn(5) });
    await sentAt(hoursOn(1));
    await database.sql`update member set marketing_consent = false where member_id = ${both.memberId}`;
    await nextStep(hoursOn(3));
    expect(await rowsOf(2)).toEqual(['phone sms queued']);
    await database.sql`update campaign_chunk set followed = false, next_step_at = ${hoursOn(4)}`;
    await nextStep(hoursOn(6));
    expect(await rowsOf(2)).toHaveLength(1);
  });

  it('when two workers come at once, then it is written once', async () => {
    await threePeople();
    await launched({ steps: [{ channel: 'sms', afterHours: 1 }] });
    await sentAt(hoursOn(1));
    await nextStep(hoursOn(1.5));
    await Promise.all([1, 2, 3].map(() => nextStep(hoursOn(3))));
    expect(await rowsOf(2)).toEqual(['both sms queued', 'phone sms queued']);
  });
});

describe('a message that waits for its reader', () => {
  const waitingRows = () => database.sql<{ messenger: string; waits: Date | null }[]>`
    select i.messenger, d.not_before as waits from campaign_delivery d join identity i using (identity_id)
    order by i.messenger, i.external_id`;

  it('when they come, then it goes, and who is in Telegram or in a session does not wait', async () => {
    await makeMembers(database.sql, { count: 1 });
    await makeMembers(database.sql, { count: 3, messenger: 'viber', externalId: (n) => `v${n}` });
    await database.sql`update identity set last_seen_at = ${hoursOn(-23)} where external_id = 'v0'`;
    await launched({ sendMode: 'nextVisit', sendUntil: hoursOn(48) });
    expect((await waitingRows()).map(({ waits }) => waits)).toEqual([null, null, hoursOn(48), hoursOn(48)]);
    // As if the run had been given back with nothing to send.
    await database.sql`update campaign_chunk set not_before = ${hoursOn(48)}, next_seq = last_seq`;
    expect(await wakeWaiting(database.sql, hoursOn(1))).toBe(1);
    expect((await waitingRows()).at(-1)?.waits).toEqual(hoursOn(48));
    await database.sql`
      insert into inbox (messenger, update_key, external_id, payload, status, received_at, handled_at)
      values ('viber', 'u1', 'v2', '{}', 'done', ${hoursOn(2)}, ${hoursOn(2)})`;
    await database.sql`update identity set last_seen_at = ${hoursOn(2)} where external_id = 'v2'`;
    await wakeWaiting(database.sql, hoursOn(2));
    expect((await waitingRows()).map(({ waits }) => waits)).toEqual([null, null, hoursOn(48), null]);
    const runs = await database.sql`
      select messenger, not_before, next_seq <= (
        select min(delivery_seq) from campaign_delivery d join identity i using (identity_id) where i.external_id = 'v2'
      ) as reaches from campaign_chunk order by messenger`;
    expect(runs[1]).toEqual({ messenger: 'viber', not_before: null, reaches: true });
  });

  it('when they are given a day, then the paid message goes after it', async () => {
    await makeMembers(database.sql, { count: 1, messenger: 'viber' });
    await launched({ sendMode: 'sessionFirst', patienceHours: 20 });
    expect((await waitingRows())[0]?.waits).toEqual(hoursOn(20));
  });
});
