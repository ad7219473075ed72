// Members who bring friends: the terms, and what came of them.
import { z } from 'zod';
import { route } from './route.ts';
import { amountMinor, points } from './words.ts';

const terms = {
  isOn: z.boolean(),
  inviterPoints: points.max(1_000_000),
  friendPoints: points.max(1_000_000),
  /** What the friend's receipt has to come to. */
  minimumMinor: amountMinor,
  pendingDays: z.int().min(0).max(90),
  /** Friends for whom one member gets points in a month. */
  monthLimit: z.int().min(1).max(1_000),
  /** Points for both sides in all; null: no end. */
  budget: points.max(1_000_000_000).nullable(),
};

export const friends = z.object({
  ...terms,
  spent: points,
  inviters: z.int(),
  joined: z.int(),
  rewarded: z.int(),
  waiting: z.int(),
});
export type Friends = z.output<typeof friends>;

export const friendRoutes = {
  readFriends: route({
    method: 'GET',
    url: '/api/admin/friends',
    summary: 'The terms of bringing friends, and how many came',
    reply: friends,
  }),
  changeFriends: route({
    method: 'PATCH',
    url: '/api/admin/friends',
    summary: 'Change some of the terms; they hold for friends who buy from now on',
    body: z.strictObject(terms).partial(),
    reply: friends,
  }),
};
