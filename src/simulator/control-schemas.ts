// What the control API accepts, checked before it is used.
import { z } from 'zod';

const messenger = z.enum(['telegram', 'viber']);

export const newPerson = z.strictObject({
  name: z.string().min(1).max(64).optional(),
  phone: z
    .string()
    .regex(/^\+\d{10,15}$/, 'a phone is written as +380…')
    .optional(),
  language: z.string().min(2).max(16).optional(),
  device: z.enum(['phone', 'desktop']).optional(),
  sharesName: z.boolean().optional(),
  viberApiVersion: z.int().min(1).max(100).optional(),
});

export const newGroup = z.strictObject({
  title: z.string().trim().min(1).max(128),
  personIds: z.tuple([z.string()], z.string()),
});

export const action = z.discriminatedUnion('act', [
  z.object({ act: z.literal('open'), payload: z.string().optional() }),
  z.object({ act: z.literal('text'), text: z.string() }),
  z.object({ act: z.literal('key'), row: z.int(), column: z.int() }),
  z.object({ act: z.literal('keyLabel'), label: z.string() }),
  z.object({ act: z.literal('press'), messageId: z.int(), row: z.int(), column: z.int() }),
  z.object({ act: z.literal('pressLabel'), label: z.string() }),
  z.object({ act: z.literal('forge'), data: z.string().max(4_000) }),
  z.object({ act: z.literal('shareOwnContact') }),
  z.object({
    act: z.literal('attachContact'),
    name: z.string(),
    phone: z.string(),
    forwarded: z.boolean().optional(),
  }),
  z.object({ act: z.literal('location'), lat: z.number(), lon: z.number() }),
  z.object({ act: z.literal('photo') }),
  z.object({ act: z.literal('read') }),
  z.object({ act: z.literal('block') }),
  z.object({ act: z.literal('unblock') }),
  z.object({ act: z.literal('upgrade') }),
  z.object({ act: z.literal('restart') }),
  z.object({ act: z.literal('webApp'), url: z.string().max(4_000), dark: z.boolean().optional() }),
]);

export const fault = z.strictObject({
  on: z.enum(['telegram', 'viber', 'sms']),
  method: z.string().optional(),
  userId: z.string().optional(),
  percent: z.number().min(0).max(100).optional(),
  times: z.int().min(1).optional(),
  kind: z.enum([
    'too_many',
    'blocked',
    'not_found',
    'server_error',
    'bad_gateway',
    'empty_body',
    'truncated_json',
    'reset_before',
    'accepted_no_answer',
    'accepted_stall',
    'stall',
    'duplicate_update',
    'reorder_updates',
  ]),
  retryAfterSeconds: z.int().min(1).optional(),
  delayMs: z.number().min(0).optional(),
});

export const lazyUpdates = z.object({
  messenger,
  from: z.int().min(0),
  count: z.int().min(1).max(1_000_000),
  text: z.string().min(1).optional(),
  contact: z.boolean().optional(),
});

export const traceLines = z.array(
  z.object({
    at: z.string(),
    step: z.string(),
    detail: z.string(),
    messenger: messenger.optional(),
    externalId: z.string().optional(),
  }),
);

export const chatPath = z.object({ messenger, personId: z.string() });
export const chatQuery = z.object({ group: z.string().optional() });
export const awaited = z.object({
  after: z.coerce.number().default(0),
  contains: z.string().default(''),
  timeoutMs: z.coerce.number().min(0).max(60_000).default(5_000),
});
export const lazyQuery = z.object({ messenger });
export const lazySettings = z.object({ viberDelivered: z.boolean() });
export const rateModel = z.object({ telegram: z.boolean() });
export const smsQuery = z.object({ phone: z.string() });
