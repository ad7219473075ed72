// What anybody may open: pictures and archives behind signed links, and two pages. Nothing here reads a session.
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { drawQr } from '#src/core/cards/draw-qr.ts';
import { keepRecent } from '#src/core/cards/keep-recent.ts';
import { findCardByNumber } from '#src/core/cards/read-card.ts';
import { pictureDrawer } from '#src/core/deliveries/draw-picture.ts';
import { type NamedPicture, readPictureLink } from '#src/core/deliveries/picture-link.ts';
import { readMember } from '#src/core/members/read-member.ts';
import { readClaimCode } from '#src/core/receipts/claim-code.ts';
import { readSlip } from '#src/core/receipts/read-slip.ts';
import { findByClaimCode } from '#src/core/receipts/record-anonymous.ts';
import { Refusal } from '#src/core/refusal.ts';
import type { HttpDeps } from '../deps.ts';
import { pageLanguage } from '../sentences.ts';
import { serveArchive } from './archive-route.ts';
import { serveClicks } from './click-route.ts';
import { serveDraws } from './draw-route.ts';
import { inviteLinks, invitePage } from './invite-page.ts';
import { servePicture } from './picture-route.ts';
import { receiptPage } from './receipt-page.ts';
import { sendPage } from './send-page.ts';
import { termsPage } from './terms-page.ts';

const tokenParams = z.object({ token: z.string().max(512) });
/** What a deep link may carry in both messengers. */
const payloadParams = z.object({ payload: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) });
const codeParams = z.object({ code: z.string().max(40) });
/** Some 20 kB each. */
const CARDS_KEPT = 200;
const PICTURE_SECONDS = 3_600;

export async function publicGroup(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  const { config, database, clock, known, bots = {} } = deps;
  const { db } = database;
  const { secretKey } = config;
  const draw = pictureDrawer({ known, db, publicUrl: config.publicUrl });
  const cards = keepRecent<Promise<Uint8Array>>(CARDS_KEPT);
  // A messenger fetches everybody's pictures from few addresses.
  await app.register(rateLimit, { max: 3_000, timeWindow: 60_000 });
  const hidden = { schema: { hide: true } };

  const drawn = async (named: NamedPicture): Promise<Uint8Array> => {
    if (named.picture !== 'card') return await draw(named);
    const card = await findCardByNumber(db, named.cardNumber);
    if (!card) throw new Refusal('not_found');
    const { name: memberName } = await readMember(db, card.memberId);
    const { programme } = await known();
    const look = [programme.shopName, programme.brandColour, programme.accentColour];
    const key = JSON.stringify([named.cardNumber, named.language, memberName, ...look]);
    return await cards(key, () => draw({ ...named, memberName }));
  };

  for (const [folder, picture, cache] of [
    ['cards', 'card', `public, max-age=${PICTURE_SECONDS}`],
    ['codes', 'liveCode', 'private, max-age=60'],
    ['orders', 'pickUp', 'private, max-age=3600'],
    ['coupons', 'coupon', 'private, max-age=3600'],
    ['invites', 'invite', `public, max-age=${PICTURE_SECONDS}`],
  ] as const) {
    app.get(`/public/${folder}/:token.png`, hidden, async (request, reply) => {
      const { token } = tokenParams.parse(request.params);
      const named = readPictureLink(token, { picture, secretKey, at: clock.now() });
      if (!named) throw new Refusal('not_found');
      const png = await drawn(named);
      return reply.header('cache-control', cache).type('image/png').send(png);
    });
  }

  servePicture(app, deps);

  serveArchive(app, deps);

  serveClicks(app, deps);

  serveDraws(app, deps);

  app.get('/go/:payload', hidden, async (request, reply) => {
    const { success, data } = payloadParams.safeParse(request.params);
    if (!success) throw new Refusal('not_found');
    const { programme } = await known();
    const brand = {
      shopName: programme.shopName,
      colour: programme.brandColour,
      accent: programme.accentColour,
    };
    return sendPage(
      reply,
      invitePage({ brand, language: pageLanguage(request), links: inviteLinks(bots, data.payload) }),
    );
  });

  app.get('/go/:payload/qr.png', hidden, async (request, reply) => {
    const { success, data } = payloadParams.safeParse(request.params);
    if (!success) throw new Refusal('not_found');
    const png = drawQr(`${config.publicUrl}/go/${data.payload}`, { modulePx: 12 });
    return reply.header('cache-control', 'public, max-age=86400').type('image/png').send(png);
  });

  app.get('/r/:code', hidden, async (request, reply) => {
    const { code } = codeParams.parse(request.params);
    const { programme } = await known();
    const at = clock.now();
    const claimCode = readClaimCode(code);
    const slip = claimCode ? await findByClaimCode(db, claimCode) : null;
    const found = slip && { ...slip, points: (await readSlip(db, slip)).points };
    const brand = {
      shopName: programme.shopName,
      colour: programme.brandColour,
      accent: programme.accentColour,
    };
    const { timeZone } = programme;
    const language = pageLanguage(request);
    if (!found) reply.code(404);
    return sendPage(reply, receiptPage({ brand, language, bots, found, timeZone, at }));
  });

  app.get('/r/:code/qr.png', hidden, async (request, reply) => {
    const { code } = codeParams.parse(request.params);
    // Drawn for any code, so that it tells nothing about which there are.
    const claimCode = readClaimCode(code);
    if (!claimCode) throw new Refusal('not_found');
    const png = drawQr(`${config.publicUrl}/r/${claimCode}`, { modulePx: 6 });
    return reply.header('cache-control', 'public, max-age=86400').type('image/png').send(png);
  });

  app.get('/terms', hidden, async (request, reply) =>
    sendPage(reply, termsPage(await known(), pageLanguage(request))),
  );
}
