// Cards for the wallets of phones: what the links in the chat open, and what Apple's phones ask afterwards, as
// developer.apple.com/documentation/walletpasses/adding-a-web-service-to-update-passes tells it.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { drawMark } from '#src/core/cards/draw-mark.ts';
import { findCardByNumber, readCard } from '#src/core/cards/read-card.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { makeApplePass } from '#src/core/passes/apple-pass.ts';
import { googleSaveLink } from '#src/core/passes/google-pass.ts';
import {
  findPassChange,
  keepPass,
  listChangedPasses,
  type PassKeyed,
  registerDevice,
  unregisterDevice,
} from '#src/core/passes/keep-pass.ts';
import { type PassFacts, readPassFacts } from '#src/core/passes/pass-facts.ts';
import { readWalletLink } from '#src/core/passes/pass-link.ts';
import { isPassToken } from '#src/core/passes/pass-token.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import type { HttpDeps } from '../deps.ts';
import { readValue } from '../serve.ts';

const PASS_TYPE = 'application/vnd.apple.pkpass';
const LOGO_PX = 660;

const token = z.object({ token: z.string().max(512) });
const device = z.object({ deviceId: z.string().min(1).max(128), passTypeId: z.string().max(128) });
const serial = z.object({ passTypeId: z.string().max(128), serial: z.string().regex(/^\d{6,19}$/) });
const registration = device.extend(serial.shape);
const pushToken = z.object({ pushToken: z.string().regex(/^[\w+/=-]{1,512}$/) });
const since = z.object({
  passesUpdatedSince: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
});
const logs = z.object({ logs: z.array(z.string().max(2_000)).max(100) });

export async function passGroup(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  const { config, database, clock, known, log } = deps;
  const { apple, google } = deps.wallets ?? { apple: null, google: null };
  const { db } = database;
  const { secretKey, publicUrl } = config;
  await app.register(rateLimit, { max: 600, timeWindow: 60_000 });
  const hidden = { schema: { hide: true } };
  const shop = async () => ({ programme: (await known()).programme, publicUrl, secretKey, at: clock.now() });

  /** The card that a link is about, which from now on is in a wallet. */
  async function take(request: FastifyRequest, into: { google: boolean }): Promise<PassFacts> {
    const at = clock.now();
    const memberId = readWalletLink(readValue(token, request.params).token, { secretKey, at });
    if (!memberId) throw new Refusal('card_page_closed');
    await readMember(db, memberId);
    const { cardNumber } = await readCard(db, memberId);
    await transaction(db, (tx) => keepPass(tx, { memberId, cardNumber, ...into, at }));
    return await readPassFacts(db, cardNumber, at);
  }

  async function sendPass(reply: FastifyReply, facts: PassFacts): Promise<FastifyReply> {
    if (!apple) throw new Refusal('not_found');
    const pass = makeApplePass(facts, apple, await shop());
    return reply.header('cache-control', 'no-store').type(PASS_TYPE).send(pass);
  }

  /** The card that a phone asks about, once the phone has shown the pass's own token. */
  async function own(request: FastifyRequest): Promise<PassKeyed> {
    const asked = readValue(serial, request.params);
    if (!apple || asked.passTypeId !== apple.passTypeId) throw new Refusal('not_found');
    const given = /^ApplePass (\S{1,64})$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!isPassToken(given, asked.serial, secretKey)) throw new Refusal('card_page_closed');
    const card = await findCardByNumber(db, asked.serial);
    if (!card) throw new Refusal('card_not_found');
    return { memberId: card.memberId, cardNumber: asked.serial };
  }

  app.get('/passes/apple/:token.pkpass', hidden, async (request, reply) => {
    if (!apple) throw new Refusal('not_found');
    const facts = await take(request, { google: false });
    reply.header('content-disposition', 'attachment; filename="card.pkpass"');
    return sendPass(reply, facts);
  });

  app.get('/passes/google/:token', hidden, async (request, reply) => {
    if (!google) throw new Refusal('not_found');
    const facts = await take(request, { google: true });
    const address = await googleSaveLink(facts, google, await shop());
    return reply.header('cache-control', 'no-store').redirect(address);
  });

  app.get('/passes/logo.png', hidden, async (_request, reply) => {
    const { programme } = await known();
    const brand = {
      shopName: programme.shopName,
      colour: programme.brandColour,
      accent: programme.accentColour,
    };
    const png = drawMark(brand, LOGO_PX);
    return reply
      .header('cache-control', 'public, max-age=3600')
      .header('cross-origin-resource-policy', 'cross-origin')
      .type('image/png')
      .send(png);
  });

  app.post(
    '/passes/v1/devices/:deviceId/registrations/:passTypeId/:serial',
    hidden,
    async (request, reply) => {
      const { memberId, cardNumber } = await own(request);
      const { deviceId } = readValue(registration, request.params);
      const { pushToken: push } = readValue(pushToken, request.body);
      const at = clock.now();
      const isNew = await transaction(db, (tx) =>
        registerDevice(tx, { memberId, cardNumber, deviceId, pushToken: push, at }),
      );
      return reply.code(isNew ? 201 : 200).send();
    },
  );

  app.delete(
    '/passes/v1/devices/:deviceId/registrations/:passTypeId/:serial',
    hidden,
    async (request, reply) => {
      const { memberId, cardNumber } = await own(request);
      const { deviceId } = readValue(registration, request.params);
      await transaction(db, (tx) => unregisterDevice(tx, { memberId, cardNumber, deviceId }));
      return reply.code(200).send();
    },
  );

  // Without a token, as Apple has it: the device's own id is the secret, and the answer holds numbers only.
  app.get('/passes/v1/devices/:deviceId/registrations/:passTypeId', hidden, async (request, reply) => {
    const { deviceId, passTypeId } = readValue(device, request.params);
    if (!apple || passTypeId !== apple.passTypeId) throw new Refusal('not_found');
    const { passesUpdatedSince } = readValue(since, request.query);
    const from = passesUpdatedSince === undefined ? null : new Date(Number(passesUpdatedSince));
    const { cardNumbers, last } = await listChangedPasses(db, { deviceId, since: from });
    if (!last) return reply.code(204).send();
    return reply.send({ serialNumbers: cardNumbers, lastUpdated: String(last.getTime()) });
  });

  app.get('/passes/v1/passes/:passTypeId/:serial', hidden, async (request, reply) => {
    const card = await own(request);
    const changedAt = await findPassChange(db, card);
    const known = Date.parse(request.headers['if-modified-since'] ?? '');
    if (!changedAt) throw new Refusal('not_found');
    // HTTP's dates have whole seconds, and so has a change: see follow-passes.ts.
    if (Math.floor(changedAt.getTime() / 1_000) * 1_000 <= known) return reply.code(304).send();
    reply.header('last-modified', changedAt.toUTCString());
    // Read after their change: newer than what is said of them they may be, but never older.
    return sendPass(reply, await readPassFacts(db, card.cardNumber, clock.now()));
  });

  app.post('/passes/v1/log', hidden, async (request, reply) => {
    for (const line of readValue(logs, request.body).logs) log.warn({ from: 'a phone with a pass' }, line);
    return reply.code(200).send();
  });
}
