// An audience of the simulator's lazy people: what each of them got, held against what the database says.
import { createCampaign } from '#src/core/campaigns/create-campaign.ts';
import { launchCampaign } from '#src/core/campaigns/launch-campaign.ts';
import { type Database, transaction } from '#src/db/client.ts';
import type { CampaignId } from '#src/lib/id.ts';
import type { MessengerName } from '#src/simulator/control.ts';
import { LAZY_TELEGRAM_BASE, lazyViberId, lazyViberNumber } from '#src/simulator/lazy-people.ts';
import { aShop } from '#test/support/a-shop.ts';
import { makeMembers } from '#test/support/many-members.ts';

const MESSENGERS: MessengerName[] = ['telegram', 'viber'];

export interface Compared {
  audience: number;
  sent: number;
  /** People whose message is called sent, or has no end at all, and who got nothing. */
  lost: number;
  /** Messages beyond the one that each person may get in a broadcast. */
  doubled: number;
  unknown: number;
  /** Of the unknown: how many arrived all the same. */
  unknownArrived: number;
}

/** A shop and its members, `viberShare` of them on Viber. */
export async function makePeople(
  { db, sql }: Database,
  people: number,
  { viberShare }: { viberShare: number },
): Promise<void> {
  await aShop(db);
  const viber = Math.round(people * viberShare);
  await makeMembers(sql, {
    count: people - viber,
    externalId: (n) => String(LAZY_TELEGRAM_BASE + n),
    balance: 120,
  });
  await makeMembers(sql, { count: viber, messenger: 'viber', externalId: lazyViberId, balance: 120 });
}

/** Launches a campaign to everybody; `controlPercent` of them are left alone. */
export async function launchToAll(
  { db }: Database,
  { text, controlPercent }: { text: string; controlPercent: number },
): Promise<CampaignId> {
  const at = new Date();
  return await transaction(db, async (tx) => {
    const texts = { uk: text };
    const campaignId = await createCampaign(tx, {
      name: 'chaos',
      texts,
      controlPercent,
      createdBy: 'stf_chaos',
      at,
    });
    await launchCampaign(tx, { campaignId, at });
    return campaignId;
  });
}

/** How many messages each lazy person has got, by their number. */
export type Received = Record<MessengerName, Map<number, number>>;

export async function readReceived(simulatorUrl: string): Promise<Received> {
  const [telegram, viber] = await Promise.all(
    MESSENGERS.map(async (messenger) => {
      const answer = await fetch(`${simulatorUrl}/control/lazy/received?messenger=${messenger}`);
      // As control.ts says.
      return new Map((await answer.json()) as [number, number][]);
    }),
  );
  return { telegram: telegram ?? new Map(), viber: viber ?? new Map() };
}

/** Adds to `into` what the members of one campaign got between `before` and `now`. */
export async function compare(
  { sql }: Database,
  campaignId: CampaignId,
  { before, now, into }: { before: Received; now: Received; into: Compared },
): Promise<void> {
  const rows = await sql<{ messenger: MessengerName; externalId: string; status: string }[]>`
    select i.messenger, i.external_id as "externalId", d.status
    from campaign_delivery d join identity i on i.member_id = d.member_id where d.campaign_id = ${campaignId}`;
  for (const { messenger, externalId, status } of rows) {
    const n =
      messenger === 'telegram'
        ? Number(externalId) - LAZY_TELEGRAM_BASE
        : (lazyViberNumber(externalId) ?? -1);
    const got = (now[messenger].get(n) ?? 0) - (before[messenger].get(n) ?? 0);
    const reached = status === 'sent' || status === 'unknown';
    into.audience++;
    if (status === 'sent') into.sent++;
    if (status === 'unknown') into.unknown++;
    if (status === 'unknown' && got > 0) into.unknownArrived++;
    if (status !== 'unknown' && status !== 'control' && got === 0) into.lost++;
    if (got > 1) into.doubled += got - 1;
    // Called failed, skipped or left alone, but it arrived: whoever sends it again doubles it.
    if (!reached && got > 0) into.doubled++;
  }
}
