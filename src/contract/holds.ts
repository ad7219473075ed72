// Points set aside for a while, for systems that pay with them in two steps.
import { z } from 'zod';
import { stepOf } from './examples/flow.ts';
import { holdFlow } from './examples/hold-flow.ts';
import { route } from './route.ts';
import {
  idOf,
  instant,
  LIVE_CODE_ORIGIN,
  line,
  memberCode,
  memberId,
  points,
  signedPoints,
} from './words.ts';

const holdParams = z.strictObject({ holdId: idOf('hld', 'The hold.') });

export const newHold = z
  .strictObject({
    memberCode: memberCode.meta({
      description: `A live card code: a number alone holds nothing. ${LIVE_CODE_ORIGIN}`,
      examples: ['K1-…'],
    }),
    points: points.min(1),
    minutes: z
      .int()
      .min(1)
      .max(1_440)
      .default(15)
      .meta({ description: 'They release themselves after it.', examples: [15] }),
    key: line(100).meta({
      description: 'Your own key of the hold. The same again answers with the same hold.',
      examples: ['order-1042'],
    }),
  })
  .meta({ description: 'Points to set aside.', examples: [stepOf(holdFlow, 3).body] });

export const holdAnswer = z
  .object({
    holdId: idOf('hld', 'The hold.'),
    memberId,
    status: z.enum(['open', 'captured', 'voided', 'expired']),
    points: points.meta({ description: 'What was set aside.' }),
    captured: points.meta({ description: 'What was burnt of it.' }),
    openedAt: instant,
    expiresAt: instant,
    balance: signedPoints.meta({ description: 'Of the member, now.' }),
  })
  .meta({ examples: [stepOf(holdFlow, 3).answer] });
export type HoldAnswer = z.output<typeof holdAnswer>;

export const holdRoutes = {
  openHold: route({
    method: 'POST',
    url: '/api/v1/holds',
    summary: 'Set points aside',
    description: 'A new hold answers 201, the same key again 200. Needs the scope `receipts:write`.',
    body: newHold,
    reply: holdAnswer,
    statuses: [201, 200],
  }),
  readHold: route({
    method: 'GET',
    url: '/api/v1/holds/:holdId',
    summary: 'How a hold stands',
    description: 'Needs the scope `receipts:write`.',
    params: holdParams,
    reply: holdAnswer,
  }),
  captureHold: route({
    method: 'POST',
    url: '/api/v1/holds/:holdId/capture',
    summary: 'Burn what is set aside, all or part',
    description:
      'The rest is let go. The same again is harmless. A hold of an open basket is burnt by closing the basket: here it answers ' +
      '409 `hold_of_receipt`. Needs the scope `receipts:write`.',
    params: holdParams,
    body: z
      .strictObject({ points: points.min(1).optional().meta({ description: 'All when left out.' }) })
      .meta({ examples: [{ points: 20 }] }),
    reply: holdAnswer,
  }),
  voidHold: route({
    method: 'DELETE',
    url: '/api/v1/holds/:holdId',
    summary: 'Let go of what is set aside',
    description:
      'Harmless when it was let go already. That of an open basket goes by cancelling the basket, or telling it without. Needs the scope `receipts:write`.',
    params: holdParams,
    reply: holdAnswer,
  }),
};
