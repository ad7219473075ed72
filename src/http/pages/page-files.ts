// Serves a page that is opened from a chat, and what it loads. It is the same for everybody: whose it is, its script asks
// for, so nothing of a member lies in any cache.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Refusal } from '#src/core/refusal.ts';
import type { Language } from '#src/lib/language.ts';
import type { HttpDeps } from '../deps.ts';
import { pageLanguage } from '../sentences.ts';
import { type PageParts, pageDocument } from './page-document.ts';

const built = z.record(
  z.string(),
  z.object({ file: z.string(), isEntry: z.boolean().optional(), css: z.array(z.string()).optional() }),
);

interface PageFiles {
  /** Of its address, such as `card`. */
  name: string;
  /** Where it was built; left out: there is no such page. */
  dir: string | undefined;
  title: (language: Language, shop: string) => string;
  words: (language: Language) => PageParts['words'];
  permissions: string;
}

export async function pageFiles(
  app: FastifyInstance,
  { known, cardFramedBy = [] }: Pick<HttpDeps, 'known' | 'cardFramedBy'>,
  { name, dir, title, words, permissions }: PageFiles,
): Promise<void> {
  const parts = dir ? readBuilt(dir, name) : null;
  if (dir && parts) {
    await app.register(fastifyStatic, {
      root: join(dir, 'assets'),
      prefix: `/${name}/assets/`,
      index: false,
      cacheControl: false,
      decorateReply: false,
      setHeaders: (reply) => {
        reply.header('cache-control', 'public, max-age=31536000, immutable');
      },
    });
  }
  app.get(`/${name}`, { schema: { hide: true } }, async (request, reply) => {
    if (!parts) throw new Refusal('not_found');
    const { programme } = await known();
    const language = pageLanguage(request);
    const brand = {
      shopName: programme.shopName,
      colour: programme.brandColour,
      accent: programme.accentColour,
    };
    const { body, policy } = pageDocument({
      brand,
      language,
      title: title(language, programme.shopName),
      words: words(language),
      ...parts,
      framedBy: cardFramedBy,
    });
    return reply
      .header('content-security-policy', policy)
      .removeHeader('x-frame-options')
      .header('permissions-policy', permissions)
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-language')
      .type('text/html; charset=utf-8')
      .send(body);
  });
}

/** What Vite has made; null where nothing was built. */
function readBuilt(dir: string, name: string): { style: string; script: string } | null {
  let manifest: unknown;
  try {
    manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const entry = Object.values(built.parse(manifest)).find((each) => each.isEntry);
  if (!entry) throw new Error(`${dir} holds no page: build it anew with npm run build.`);
  const style = (entry.css ?? []).map((file) => readFileSync(join(dir, file), 'utf8')).join('');
  return { style: style.trim(), script: `/${name}/${entry.file}` };
}
