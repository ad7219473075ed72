// What has happened today, and what needs a person.
import { z } from 'zod';
import { amountMinor, instant, memberId, points } from './words.ts';

const count = z.int().min(0);

export const concern = z.object({
  /**
   * `velocity`: one card on many receipts of one cashier. `burnRefused`: a member did not know of a burn. `identityRejected`:
   * a member did not know of a new chat.
   */
  kind: z.enum(['velocity', 'burnRefused', 'identityRejected']),
  at: instant,
  memberId,
  shownName: z.string().meta({ description: 'First name and initial.', examples: ['Олена К.'] }),
  staffName: z.string().nullable(),
  storeName: z.string().nullable(),
  receipts: count.nullable(),
});
export type Concern = z.output<typeof concern>;

export const today = z.object({
  /** The day in the shop's time zone, such as 2026-11-21. */
  date: z.iso.date(),
  members: count,
  registered: count,
  receipts: count,
  turnoverMinor: amountMinor,
  earned: points,
  burnt: points,
  messagesSent: count,
  messagesFailed: count,
  messagesUnknown: count,
  messagesWaiting: count,
  campaignsRunning: count,
  /** What needs a person, of the last two weeks, the newest first. */
  concerns: z.array(concern),
});
export type Today = z.output<typeof today>;
