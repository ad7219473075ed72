import type { FastifyReply, FastifyRequest } from 'fastify';
import { LANGUAGES, type Language } from '#src/lib/language.ts';
import { languageFor } from '../sentences.ts';

export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.header('vary', 'accept-language').type('text/html; charset=utf-8').send(page);
}

/** The one that the page's own links ask for, or else the reader's. */
export function pageLanguage(request: FastifyRequest): Language {
  const { lang } = request.query as { lang?: unknown };
  return LANGUAGES.find((each) => each === lang) ?? languageFor(request);
}
