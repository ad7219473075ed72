// One member as the console shows them: masked, so that no screen is a list of phones to carry away.
import { z } from 'zod';
import {
  amountMinor,
  burnWaitsFor,
  instant,
  language,
  memberId,
  messengerName,
  points,
  receiptId,
  storeId,
  tierShown,
} from './words.ts';

export const memberFound = z.object({
  memberId,
  shownName: z.string().meta({ examples: ['Олена К.'] }),
  maskedPhone: z
    .string()
    .nullable()
    .meta({ examples: ['+38067•••45•67'] }),
  maskedCardNumber: z
    .string()
    .nullable()
    .meta({ examples: ['29•• •••• •894'] }),
  tierKey: z.string(),
  /** `merged`: part of another member now. */
  status: z.enum(['active', 'erased', 'merged']),
});
export type MemberFound = z.output<typeof memberFound>;

export const memberPage = memberFound.extend({
  language,
  tier: tierShown,
  cardStatus: z.enum(['active', 'blocked']),
  marketingConsent: z.boolean(),
  /** What they have asked for about offers; null: as the programme has it. */
  contact: z.object({
    perWeek: z.int().nullable(),
    topics: z.array(z.string()).nullable(),
    hoursFrom: z.string().nullable(),
    hoursTo: z.string().nullable(),
    /** Campaigns that have come to them within 7 days. */
    recent: z.int().min(0),
  }),
  messengers: z.array(z.object({ messenger: messengerName, reachable: z.boolean(), lastSeenAt: instant })),
  turnoverMinor: amountMinor,
  registeredAt: instant,
  burnAllowedFrom: instant.nullable(),
  /** Null: it does not wait. */
  burnWaitsFor: burnWaitsFor.nullable(),
  /** Won in quests and challenges, the newest first. */
  badges: z.array(
    z.object({
      sign: z.string(),
      titles: z.object({ uk: z.string(), ru: z.string(), en: z.string() }).partial(),
      givenAt: instant,
    }),
  ),
  receipts: z.array(
    z.object({
      receiptId,
      receiptNumber: z.string(),
      storeId,
      amountMinor,
      earned: points,
      burnt: points,
      state: z.enum(['closed', 'partly_returned', 'returned', 'cancelled']),
      occurredAt: instant,
    }),
  ),
});
export type MemberPage = z.output<typeof memberPage>;
