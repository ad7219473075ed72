// What other systems tell of members, and what they may look up: events, names of their own, transfers and why.
import { z } from 'zod';
import { transferShown } from './points.ts';
import { problem } from './problem.ts';
import { route } from './route.ts';
import { idOf, instant, line, memberId } from './words.ts';

const memberParams = z.strictObject({ memberId });
const memberExample = 'mem_06bv2k3h9q4w8x0y7z1a';

export const newEvent = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_.-]{0,59}$/, problem('latinWord', 'app_installed'))
      .meta({
        description: 'What rules and waiting points call it.',
        examples: ['app_installed'],
      }),
    key: line(100).meta({
      description: 'Your own key of the event, unique for the member.',
      examples: ['install-88'],
    }),
    occurredAt: instant.optional().meta({ description: 'Now when left out.' }),
  })
  .meta({ examples: [{ name: 'app_installed', key: 'install-88', occurredAt: '2026-11-21T14:05:00Z' }] });

export const eventAnswer = z
  .object({
    replayed: z.boolean(),
    activated: z
      .array(z.object({ currency: z.string(), points: z.int() }))
      .meta({ description: 'Points that had waited for it and can be burnt now.' }),
  })
  .meta({ examples: [{ replayed: false, activated: [{ currency: 'points', points: 50 }] }] });

const externalId = line(100).meta({ description: 'Your name.', examples: ['crm-10042'] });

export const externalIdAnswer = z
  .object({ memberId, externalId: z.string() })
  .meta({ examples: [{ memberId: memberExample, externalId: 'crm-10042' }] });

export const unlinkedAnswer = externalIdAnswer
  .extend({ unlinked: z.boolean().meta({ description: 'False: nobody had this name.' }) })
  .meta({ examples: [{ memberId: memberExample, externalId: 'crm-10042', unlinked: true }] });

export const transfersAnswer = z
  .object({
    transfers: z.array(
      transferShown.extend({ why: z.array(z.string()).meta({ description: 'In sentences.' }) }),
    ),
    more: z.boolean().meta({ description: 'Whether there are older ones.' }),
  })
  .meta({
    examples: [
      {
        transfers: [
          {
            transferId: 'trf_06bv2k3h9q4w8x0y7z1a',
            currency: 'points',
            kind: 'earn',
            amount: 6,
            occurredAt: '2026-11-21T14:05:00Z',
            recordedAt: '2026-11-21T14:05:02Z',
            balanceAfter: 1246,
            receiptId: 'rcp_06bv2k3h9q4w8x0y7z1a',
            reverses: null,
            partner: null,
            why: ['Receipt 214, Хрещатик 12: ₴129.90.'],
          },
        ],
        more: false,
      },
    ],
  });

export const memberFactRoutes = {
  tellEvent: route({
    method: 'POST',
    url: '/api/v1/members/:memberId/events',
    summary: 'Tell what a member did elsewhere',
    description:
      'Rules that wait for the event answer it, and points that wait for the action become active. The same key again ' +
      'is harmless. A new event answers 201, a repeat 200. Needs the scope `members:write`.',
    params: memberParams,
    body: newEvent,
    reply: eventAnswer,
    statuses: [201, 200],
  }),
  linkExternalId: route({
    method: 'PUT',
    url: '/api/v1/members/:memberId/external-id',
    summary: 'Name a member as your own system does',
    description:
      'From then on `ext:` and this name is a member code. A member may have several; one that another member has is ' +
      'refused (`external_id_taken`) until it is taken away there. Needs the scope `members:write`.',
    params: memberParams,
    body: z.strictObject({ externalId }).meta({ examples: [{ externalId: 'crm-10042' }] }),
    reply: externalIdAnswer,
  }),
  unlinkExternalId: route({
    method: 'DELETE',
    url: '/api/v1/members/:memberId/external-id',
    summary: 'Take your name away from a member',
    description:
      'From then on `ext:` and this name is nobody’s code, and it is free for another member. What was booked by it stays, and ' +
      'is answered as before when it is told again. Harmless when nobody has the name; one that another member has is refused ' +
      '(`external_id_taken`). That it was done is in the shop’s audit log. Needs the scope `members:write`.',
    params: memberParams,
    query: z.strictObject({ externalId }),
    reply: unlinkedAnswer,
  }),
  listTransfers: route({
    method: 'GET',
    url: '/api/v1/members/:memberId/transfers',
    summary: 'A member’s transfers and why each is what it is',
    description:
      'The newest first, 20 at a time. A key of one store hears no receipts of others: their transfers come without ' +
      '`receiptId` and `why`. Needs the scope `balance:read`.',
    params: memberParams,
    query: z.strictObject({
      before: idOf('trf', 'Only those before this transfer.').optional(),
      currency: z
        .string()
        .regex(/^[a-z][a-z0-9_]{1,30}$/)
        .optional()
        .meta({ description: 'Only of this kind of points.', examples: ['points'] }),
    }),
    reply: transfersAnswer,
  }),
};
