// A member's own data behind a link that was given to them in the chat: a page for people, JSON for programs.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { findTransfer } from '#src/core/ledger/read-transfer.ts';
import { type Archive, exportMember } from '#src/core/members/export-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { Reader } from '#src/db/client.ts';
import type { MemberId } from '#src/lib/id.ts';
import { readLink } from '#src/lib/signed-link.ts';
import { explainTransfer } from '../admin/explain-transfer.ts';
import type { HttpDeps } from '../deps.ts';
import { webSentence } from '../sentences.ts';
import { archivePage } from './archive-page.ts';

const tokenParams = z.object({ token: z.string().max(512) });
const hidden = { schema: { hide: true } };
/** Each takes a few queries; older ones are told without their reasons, in the part for programs. */
const EXPLAINED = 200;

export function serveArchive(app: FastifyInstance, { config, database, clock, known }: HttpDeps): void {
  const { db } = database;

  const open = (params: unknown): MemberId => {
    const { token } = tokenParams.parse(params);
    const { secretKey } = config;
    const memberId = readLink(token, { purpose: 'archive', secretKey, at: clock.now() });
    if (!memberId) throw new Refusal('not_found');
    return memberId as MemberId;
  };

  app.get('/public/archive/:token.json', hidden, async (request, reply) => {
    const archive = await exportMember(db, open(request.params));
    return kept(reply)
      .header('content-disposition', 'attachment; filename="kartka.json"')
      .type('application/json; charset=utf-8')
      .send(JSON.stringify(archive, null, 2));
  });

  app.get('/public/archive/:token.html', hidden, async (request, reply) => {
    const archive = await exportMember(db, open(request.params));
    const { language } = archive.member;
    const at = clock.now();
    const { programme } = await known();
    const { shopName, brandColour: colour, accentColour: accent, timeZone } = programme;
    const why = await explain(db, archive, at);
    const brand = { shopName, colour, accent };
    return kept(reply)
      .header('content-disposition', 'inline; filename="kartka.html"')
      .type('text/html; charset=utf-8')
      .send(archivePage({ archive, why, brand, language, timeZone, at }));
  });
}

const kept = (reply: FastifyReply) => reply.header('cache-control', 'no-store');

/** Why the latest transfers are what they are. Who of the staff did what is not for members. */
async function explain(db: Reader, { member, transfers }: Archive, at: Date): Promise<Map<string, string[]>> {
  const { memberId, language } = member;
  const why = new Map<string, string[]>();
  for (const { transferId, kind } of transfers.slice(-EXPLAINED)) {
    const transfer = kind === 'adjust' ? null : await findTransfer(db, { memberId, transferId });
    const told = transfer && (await explainTransfer(db, { transfer, language, at }));
    why.set(transferId, told ?? [webSentence('archive.adjusted', language)]);
  }
  return why;
}
