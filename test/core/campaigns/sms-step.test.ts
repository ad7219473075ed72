import { beforeAll, describe, expect, it } from 'vitest';
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { expandAudience } from '#src/core/campaigns/expand-audience.ts';
import { expandNextStep } from '#src/core/campaigns/expand-next-step.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { readCampaignProgress } from '#src/core/campaigns/read-campaign-progress.ts';
import { leaseChunk } from '#src/core/campaigns/sending/lease-chunk.ts';
import { sendChunk } from '#src/core/campaigns/sending/send-campaign.ts';
import { smsMessenger } from '#src/core/campaigns/sending/sms-messenger.ts';
import type { SmsGateway, SmsMessage } from '#src/core/members/sms-gateway.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import { aShop } from '#test/support/a-shop.ts';
import { useDatabase } from '#test/support/database.ts';
import { makeMembers } from '#test/support/many-members.ts';

const database = useDatabase();
const at = new Date('2026-11-22T10:00:00Z');
const later = new Date('2026-11-23T11:00:00Z');
const write = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work);

beforeAll(() => aShop(database.db));

describe('the last step of a campaign', () => {
  it('when nobody reacted, then each phone gets its SMS once, and one without an answer is never sent again', async () => {
    await makeMembers(database.sql, { count: 5 });
    await database.sql`
      update member m set phone = '+3806700000' || lpad(n.no::text, 2, '0')
      from (select member_id, row_number() over (order by member_id) as no from member) n
      where n.member_id = m.member_id`;
    // The fifth is a number that somebody has only named.
    await database.sql`
      insert into phone (phone, member_id, proven_at)
      select phone, member_id, case when phone not like '%5' then ${at}::timestamptz end from member`;
    const steps = [{ channel: 'sms' as const, afterHours: 24 }];
    const campaignId = await write((tx) =>
      createCampaign(tx, {
        name: 'Осінь',
        texts: { uk: 'Довгий текст' },
        smsTexts: { uk: '{{name}}, сир −30 %' },
        controlPercent: 0,
        steps,
        createdBy: 'stf_1',
        at,
      }),
    );
    await write((tx) => launchCampaign(tx, { campaignId, at }));
    while ((await write((tx) => expandAudience(tx, { at }))) !== null);
    await database.sql`update campaign_delivery set status = 'sent', settled_at = ${at}`;
    await database.sql`update campaign_chunk set done = true`;
    while ((await write((tx) => expandNextStep(tx, later))) !== null);
    await database.sql`
      update member set marketing_consent = false where phone = '+380670000004'`;

    const carried: SmsMessage[] = [];
    const gateway: SmsGateway = {
      async send(message) {
        carried.push(message);
        return message.phone.endsWith('2') ? { outcome: 'unknown', reason: 'timeout' } : { outcome: 'sent' };
      },
    };
    const send = async () => {
      const asked = { messenger: 'sms', workerNo: 1, at: later } as const;
      for (let run = await leaseChunk(database.sql, asked); run; run = await leaseChunk(database.sql, asked))
        await sendChunk(
          {
            sql: database.sql,
            messenger: smsMessenger(gateway),
            clock: { now: () => later },
            stopping: new AbortController().signal,
            pause: async () => {},
          },
          run,
        );
    };
    await send();
    await send();
    expect(carried.map(({ phone }) => phone).toSorted((a, b) => a.localeCompare(b))).toEqual([
      '+380670000001',
      '+380670000002',
      '+380670000003',
    ]);
    expect(carried[0]?.text).toBe('Олена, сир −30 %');
    expect((await readCampaignProgress(database.db, campaignId)).steps).toEqual([
      { step: 2, queued: 0, sent: 2, failed: 0, unknown: 1, skipped: 1 },
    ]);
  });
});
