// A shop with members who have points, and a key for its tills.
import { createApiKey } from '#src/core/staff/create-api-key.ts';
import { connect, transaction } from '#src/db/client.ts';
import { aMember, aShop, NOON } from '#test/support/a-shop.ts';
import { withConnection } from './connection.ts';

export interface ChaosShop {
  members: { memberId: string; cardNumber: string }[];
  /** Each member's balance before the first errand. */
  before: Map<string, number>;
  /** The key of the tills. */
  secret: string;
}

const FIRST_POINTS = 200n;

/** Throws when the database would forget what it has confirmed. */
export async function openShop(databaseUrl: string, count: number): Promise<ChaosShop> {
  await withConnection(databaseUrl, async (sql) => {
    const [durable] = await sql`
      select current_setting('fsync') = 'on' and current_setting('synchronous_commit') = 'on' as yes`;
    if (!durable?.yes) throw new Error('fsync and synchronous_commit have to be on');
  });
  const database = connect(databaseUrl, { max: 3, applicationName: 'chaos' });
  try {
    await aShop(database.db);
    const members: ChaosShop['members'] = [];
    for (let n = 0; n < count; n++) members.push(await aMember(database.db, { balance: FIRST_POINTS }));
    const { secret } = await transaction(database.db, (tx) =>
      createApiKey(tx, {
        name: 'chaos',
        scopes: ['receipts:write'],
        storeId: null,
        actor: 'chaos',
        at: NOON,
      }),
    );
    return {
      members,
      before: new Map(members.map((member) => [member.memberId, Number(FIRST_POINTS)])),
      secret,
    };
  } finally {
    await database.close();
  }
}
