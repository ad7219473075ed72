// The terms of bringing friends.
import type { FastifyInstance } from 'fastify';
import { type Friends, friendRoutes } from '#src/contract/friends.ts';
import { countFriends } from '#src/core/friends/count-friends.ts';
import {
  changeFriendSettings,
  type FriendSettings,
  readFriendSettings,
} from '#src/core/friends/friend-settings.ts';
import { transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

export function serveFriends(app: FastifyInstance, { database, clock }: HttpDeps): void {
  const { db } = database;
  const answer = async (settings: FriendSettings): Promise<Friends> => ({
    ...settings,
    inviterPoints: Number(settings.inviterPoints),
    friendPoints: Number(settings.friendPoints),
    minimumMinor: Number(settings.minimumMinor),
    budget: settings.budget === null ? null : Number(settings.budget),
    spent: Number(settings.spent),
    ...(await countFriends(db)),
  });

  serve(app, friendRoutes.readFriends, async () => answer(await readFriendSettings(db)));

  serve(app, friendRoutes.changeFriends, async ({ body, request }) => {
    const terms = {
      ...body,
      inviterPoints: whole(body.inviterPoints),
      friendPoints: whole(body.friendPoints),
      minimumMinor: whole(body.minimumMinor),
      budget: body.budget === null ? null : whole(body.budget),
      actor: signedIn(request).staffId,
      at: clock.now(),
    };
    return await answer(await transaction(db, (tx) => changeFriendSettings(tx, terms)));
  });
}

function whole(value: number | undefined): bigint | undefined {
  return value === undefined ? undefined : BigInt(value);
}
