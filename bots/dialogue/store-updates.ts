// Puts updates into the inbox, from where the conversation takes them at our own pace. An update that is there
// already stays as it is, however often and in whatever order its messenger repeats it.
import type { MessengerName } from '#src/core/deliveries/messenger.ts';
import type { Sql } from '#src/db/client.ts';

export interface StoredUpdate {
  /** What the messenger repeats when it sends the update again. */
  updateKey: string;
  /** Whose conversation it belongs to. */
  externalId: string;
  /** The update as JSON. */
  payload: string;
}

// What jsonb cannot hold although JSON can: NUL, and halves of surrogate pairs.
const UNSTORABLE = new Set(['22P05', '22P02', '22021']);

/** Stores the updates in one statement. Resolves once they are committed, with how many of them were new. */
export async function storeUpdates(
  sql: Sql,
  messenger: MessengerName,
  updates: readonly StoredUpdate[],
  at: Date,
): Promise<number> {
  if (updates.length === 0) return 0;
  try {
    return await insert(sql, messenger, updates, at);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!UNSTORABLE.has(code)) throw error;
    return await insert(sql, messenger, updates.map(storable), at);
  }
}

async function insert(
  sql: Sql,
  messenger: MessengerName,
  updates: readonly StoredUpdate[],
  at: Date,
): Promise<number> {
  const stored = await sql`
    insert into inbox (messenger, update_key, external_id, payload, received_at)
    select ${messenger}, update_key, external_id, payload::jsonb, ${at}::timestamptz
    from unnest(
      ${updates.map((update) => update.updateKey)}::text[],
      ${updates.map((update) => update.externalId)}::text[],
      ${updates.map((update) => update.payload)}::text[]
    ) with ordinality as update (update_key, external_id, payload, place)
    order by place
    on conflict do nothing`;
  return stored.count;
}

function storable(update: StoredUpdate): StoredUpdate {
  return {
    updateKey: clean(update.updateKey),
    externalId: clean(update.externalId),
    payload: JSON.stringify(JSON.parse(update.payload), (_, value: unknown) =>
      typeof value === 'string' ? clean(value) : value,
    ),
  };
}

function clean(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
