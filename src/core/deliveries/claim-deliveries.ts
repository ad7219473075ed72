// Takes what is due for one messenger: queued -> sending, committed before anything is sent, so that after a crash
// nobody sends it again. One statement, because every reply to a person passes through it.
import type { Sql } from '#src/db/client.ts';
import type { DeliveryId, IdentityId } from '#src/lib/id.ts';
import type { MessengerName } from './messenger.ts';
import type { Prompt } from './prompt.ts';

export interface ClaimedDelivery {
  deliveryId: DeliveryId;
  identityId: IdentityId;
  lane: 'reply' | 'notice';
  prompt: Prompt;
  externalId: string;
  /** How often it was given to the messenger, this time included. */
  attempts: number;
  workerNo: number;
  /** The messenger's id of the message that an edit means. */
  editOf?: string;
  /** What the card looks like, and the messenger's id of that picture when it holds it already. */
  look?: string;
  fileId?: string;
}

interface ClaimedRow extends Omit<ClaimedDelivery, 'editOf' | 'look' | 'fileId'> {
  status: 'sending' | 'skipped';
  editOf: string | null;
  look: string | null;
  fileId: string | null;
}

export interface ClaimInput {
  messenger: MessengerName;
  bot: string;
  workerNo: number;
  /** At most so many. */
  limit: number;
  at: Date;
}

/**
 * Claims the next message of up to `limit` people; nobody has two in flight. Replies go before notices, and within a
 * lane the older first; what waits for another attempt holds back what came after it. Messages that have lost their
 * sense (too late, a notice to somebody who cannot be reached, an edit of what was never sent) become skipped and are
 * counted in `skipped`. Nothing is claimed while the bot is silent.
 */
export async function claimDeliveries(
  sql: Sql,
  { messenger, bot, workerNo, limit, at }: ClaimInput,
): Promise<{ claimed: ClaimedDelivery[]; skipped: number }> {
  const rows = await sql<ClaimedRow[]>`
    with due as materialized (
      select d.delivery_id, d.identity_id
      from delivery d join identity i on i.identity_id = d.identity_id
      where d.status = 'queued' and d.not_before <= ${at} and i.messenger = ${messenger}
        and not exists (
          select 1 from delivery o
          where o.identity_id = d.identity_id and (o.status = 'sending' or o.status = 'queued'
            and (o.not_before <= ${at} or o.attempts > 0)
            and (o.lane > d.lane or o.lane = d.lane and o.delivery_no < d.delivery_no)))
        and not exists (select 1 from pacer p where p.bot = ${bot} and p.silent_until > clock_timestamp())
      order by d.lane desc, d.delivery_no
      limit ${limit}
      for update of d skip locked
    ), known as (
      select due.delivery_id, i.external_id, i.reachable, o.external_message_id as sent_as,
        case when d.prompt #>> '{picture,picture}' = 'card' then md5(concat_ws('|', d.prompt #>> '{picture,memberName}',
          d.prompt #>> '{picture,language}', p.shop_name, p.brand_colour, p.accent_colour)) end as look
      from due
        join delivery d on d.delivery_id = due.delivery_id
        join identity i on i.identity_id = due.identity_id
        left join delivery o on o.delivery_id = d.prompt #>> '{of,deliveryId}'
        left join programme p on true
    )
    update delivery d set worker_no = ${workerNo}, sending_at = ${at}, attempts = d.attempts + 1,
      status = case when v.skip is null then 'sending' else 'skipped' end,
      error = coalesce(v.skip, d.error), settled_at = case when v.skip is not null then ${at}::timestamptz end
    from (
      select k.*, f.file_id,
        case
          when d.not_after < ${at} then 'too late'
          when d.lane = 'notice' and not k.reachable then 'unreachable'
          when d.prompt ? 'of' and coalesce(d.prompt #>> '{of,externalMessageId}', k.sent_as) is null
            and not coalesce((d.prompt ->> 'orSend')::boolean, false) then 'nothing to edit'
        end as skip
      from known k
        join delivery d on d.delivery_id = k.delivery_id
        left join card_picture f on f.card_number = d.prompt #>> '{picture,cardNumber}' and f.look = k.look
          and f.bot = ${bot}
    ) v
    where d.delivery_id = v.delivery_id
    returning d.delivery_id as "deliveryId", d.identity_id as "identityId", d.lane, d.prompt, d.status, d.attempts,
      d.worker_no as "workerNo", v.external_id as "externalId", v.look, v.file_id as "fileId",
      coalesce(d.prompt #>> '{of,externalMessageId}', v.sent_as) as "editOf"`;
  const claimed: ClaimedDelivery[] = [];
  for (const { status, editOf, look, fileId, ...row } of rows) {
    if (status !== 'sending') continue;
    claimed.push({
      ...row,
      prompt: editOf === null ? anew(row.prompt) : row.prompt,
      ...(editOf === null ? {} : { editOf }),
      ...(look === null ? {} : { look }),
      ...(fileId === null ? {} : { fileId }),
    });
  }
  return { claimed, skipped: rows.length - claimed.length };
}

/** An edit of a message that was never sent, but that wants to be said all the same. */
function anew(prompt: Prompt): Prompt {
  if (prompt.say !== 'edit') return prompt;
  const { text, buttons, keyboard } = prompt;
  return { say: 'message', text, ...(buttons && { buttons }), ...(keyboard && { keyboard }) };
}
