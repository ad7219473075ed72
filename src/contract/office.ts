// What the office looks up: members by the end of their phone, what they were told and agreed to, and who did what.
import { z } from 'zod';
import { memberFound } from './member.ts';
import { problem } from './problem.ts';
import { noReply, route } from './route.ts';
import { instant, line, memberId, messengerName } from './words.ts';

const memberParams = z.strictObject({ memberId });
/** Where a page ends; handed back, it leads to the next one. */
const place = z.string().regex(/^\d{1,19}$/, problem('notValid'));

export const message = z.object({
  deliveryId: z.string(),
  messenger: messengerName,
  status: z.enum(['queued', 'sending', 'sent', 'failed', 'unknown', 'skipped']),
  text: z.string(),
  createdAt: instant,
  seenAt: instant.nullable(),
});
export type Message = z.output<typeof message>;

export const consent = z.object({
  consentId: z.string(),
  kind: z.enum(['programme', 'marketing']),
  given: z.boolean(),
  /** Of the text that was agreed to. */
  textVersion: z.string(),
  channel: z.string(),
  recordedAt: instant,
});
export type Consent = z.output<typeof consent>;

export const auditLine = z.object({
  auditId: z.string(),
  at: instant,
  /** A name where it is staff or an API key, else the identifier. */
  actor: z.string(),
  /** `noun.verb`. */
  action: z.string(),
  subject: z.string(),
  /** A name where it is staff or an API key; null for everything else. */
  subjectName: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditLine = z.output<typeof auditLine>;

export const officeRoutes = {
  searchMembers: route({
    method: 'POST',
    url: '/api/office/members/search',
    summary: 'Find members by card number, whole phone, or the last four digits and more of a phone',
    body: z.strictObject({ text: z.string().trim().min(4).max(200) }),
    reply: z.object({ members: z.array(memberFound), more: z.boolean() }),
  }),
  listMessages: route({
    method: 'GET',
    url: '/api/office/members/:memberId/messages',
    summary: 'What the bots have told a member, the newest first',
    params: memberParams,
    query: z.strictObject({ before: place.optional() }),
    reply: z.object({ messages: z.array(message), next: place.nullable() }),
  }),
  listConsents: route({
    method: 'GET',
    url: '/api/office/members/:memberId/consents',
    summary: 'Every word that a member has given or taken back',
    params: memberParams,
    reply: z.object({ consents: z.array(consent) }),
  }),
  showPhone: route({
    method: 'POST',
    url: '/api/admin/members/:memberId/phone',
    summary: 'The whole phone of a member; that it was asked for is in the log',
    params: memberParams,
    reply: z.object({ phone: z.string().nullable() }),
  }),
  listExternalIds: route({
    method: 'GET',
    url: '/api/admin/members/:memberId/external-ids',
    summary: 'What other systems call a member, masked',
    params: memberParams,
    reply: z.object({ externalIds: z.array(z.object({ maskedId: z.string(), linkedAt: instant })) }),
  }),
  showExternalIds: route({
    method: 'POST',
    url: '/api/admin/members/:memberId/external-ids',
    summary: 'What other systems call a member, in whole; that it was asked for is in the log',
    params: memberParams,
    reply: z.object({ externalIds: z.array(z.object({ externalId: z.string(), linkedAt: instant })) }),
  }),
  unlinkExternalId: route({
    method: 'DELETE',
    url: '/api/admin/members/:memberId/external-ids',
    summary: 'Take a name of another system away from a member; that it was done is in the log',
    params: memberParams,
    query: z.strictObject({ externalId: line(100) }),
    reply: noReply,
    statuses: [204],
  }),
  listAudit: route({
    method: 'GET',
    url: '/api/admin/audit',
    summary: 'Who did what, the newest first',
    query: z.strictObject({
      actor: z.string().max(60).optional(),
      subject: z.string().trim().max(60).optional(),
      about: z
        .string()
        .regex(/^[a-zA-Z_]{1,30}$/, problem('notValid'))
        .optional(),
      before: place.optional(),
    }),
    reply: z.object({ lines: z.array(auditLine), next: place.nullable() }),
  }),
};
