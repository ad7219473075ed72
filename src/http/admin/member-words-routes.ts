// What a member was told and has agreed to.
import type { FastifyInstance } from 'fastify';
import { officeRoutes } from '#src/contract/office.ts';
import { listDeliveriesOf } from '#src/core/deliveries/list-deliveries-of.ts';
import { listConsents } from '#src/core/members/list-consents.ts';
import type { MemberId } from '#src/lib/id.ts';
import type { HttpDeps } from '../deps.ts';
import { serve } from '../serve.ts';
import { readAnyMember } from './member-page.ts';

const PAGE = 30;

export function serveMemberWords(app: FastifyInstance, { database }: Pick<HttpDeps, 'database'>): void {
  const { db } = database;

  serve(app, officeRoutes.listMessages, async ({ params, query }) => {
    const { memberId } = await readAnyMember(db, params.memberId as MemberId);
    const before = query.before === undefined ? undefined : BigInt(query.before);
    const { deliveries, next } = await listDeliveriesOf(db, { memberId, before, limit: PAGE });
    const messages = deliveries.map(({ createdAt, seenAt, text, ...each }) => ({
      ...each,
      text: maskNumbers(text),
      createdAt: createdAt.toISOString(),
      seenAt: seenAt?.toISOString() ?? null,
    }));
    return { messages, next: next?.toString() ?? null };
  });

  serve(app, officeRoutes.listConsents, async ({ params }) => {
    const { memberId } = await readAnyMember(db, params.memberId as MemberId);
    const consents = await listConsents(db, memberId);
    return {
      consents: consents.map((each) => ({ ...each, recordedAt: each.recordedAt.toISOString() })),
    };
  });
}

/** Cards and phones stand in messages in full; on a screen of the office they are masked as everywhere. */
function maskNumbers(text: string): string {
  return text.replace(/\+?\d(?:[ \u00a0]?\d){8,}/g, (number) => {
    const digits = number.replace(/[ \u00a0]/g, '');
    return `${digits.slice(0, 2)}•••${digits.slice(-4)}`;
  });
}
