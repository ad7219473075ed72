// How fast and in which way a campaign goes to one messenger: what the programme has set and what the bot may do.
import type { Sql } from '#src/db/client.ts';
import type { Broadcast, Channel, Messenger } from '../../deliveries/messenger.ts';

export interface SendingTerms {
  /** Messages a second, each a call of its own. */
  perSecond: number;
  /** Telegram: above its free rate, for a fee each. */
  paid: boolean;
  /** How the same message goes to many; left out where each goes by itself. */
  broadcast: Broadcast | undefined;
}

/** A bot that may not broadcast tries again after a day: the permission is given by people. */
const TRY_AGAIN_HOURS = 24;

/** `same`: whether readers get the very same message, so that it may go to many in one call. */
export async function readSendingTerms(
  sql: Sql,
  messenger: Messenger<Channel>,
  { same, at }: { same: boolean; at: Date },
): Promise<SendingTerms> {
  const { name, bot, bulkPerSecond } = messenger;
  const [row] = await sql<{ paidPerSecond: number | null; mayBroadcast: boolean }[]>`
    select p.telegram_paid_per_second as "paidPerSecond", p.viber_broadcast and not exists (
      select 1 from pacer b where b.bot = ${bot}
        and b.no_broadcast_since > ${at}::timestamptz - ${TRY_AGAIN_HOURS}::integer * interval '1 hour'
    ) as "mayBroadcast" from programme p`;
  const paidPerSecond = name === 'telegram' ? (row?.paidPerSecond ?? null) : null;
  return {
    perSecond: paidPerSecond ?? bulkPerSecond,
    paid: paidPerSecond !== null,
    broadcast: same && row?.mayBroadcast ? messenger.broadcast : undefined,
  };
}

/** Remembers for all processes that the messenger has refused this bot a broadcast. */
export async function noteNoBroadcast(sql: Sql, bot: string, at: Date): Promise<void> {
  await sql`
    insert into pacer (bot, next_at, no_broadcast_since) values (${bot}, ${at}, ${at})
    on conflict (bot) do update set no_broadcast_since = excluded.no_broadcast_since`;
}
