// The till as an app of the shop's own: what a browser puts on the home screen.
import type { FastifyInstance } from 'fastify';
import type { Brand } from '#src/core/cards/brand.ts';
import { drawSign } from '#src/core/cards/draw-sign.ts';
import { keepRecent } from '#src/core/cards/keep-recent.ts';
import type { HttpDeps } from './deps.ts';
import { webSentence } from './sentences.ts';

/** What Chromium and iOS ask for. */
const SIDES = [192, 512] as const;
const DAY_SECONDS = 86_400;

export function serveTillApp(app: FastifyInstance, { known }: Pick<HttpDeps, 'known'>): void {
  const hidden = { schema: { hide: true } };
  const drawn = keepRecent<Promise<Buffer>>(SIDES.length * 2);

  app.get('/console/till.webmanifest', hidden, async (_request, reply) => {
    const { shopName, brandColour, defaultLanguage } = (await known()).programme;
    const icons = SIDES.flatMap((side) =>
      ['any', 'maskable'].map((purpose) => ({
        src: `/console/till-${side}.png`,
        sizes: `${side}x${side}`,
        type: 'image/png',
        purpose,
      })),
    );
    const manifest = {
      id: '/console/till',
      name: webSentence('till.app', defaultLanguage, { shop: shopName }),
      short_name: shopName,
      lang: defaultLanguage,
      start_url: '/console/till',
      scope: '/console/',
      display: 'standalone',
      background_color: brandColour,
      theme_color: brandColour,
      icons,
    };
    return reply
      .header('cache-control', 'no-cache')
      .type('application/manifest+json')
      .send(JSON.stringify(manifest));
  });

  for (const side of SIDES)
    app.get(`/console/till-${side}.png`, hidden, async (_request, reply) => {
      const { shopName, brandColour, accentColour } = (await known()).programme;
      const brand: Brand = { shopName, colour: brandColour, accent: accentColour };
      const png = await drawn(`${side} ${brandColour} ${accentColour}`, () => drawSign(brand, side));
      return reply.header('cache-control', `public, max-age=${DAY_SECONDS}`).type('image/png').send(png);
    });
}
