import type { FastifyRequest } from 'fastify';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import type { Language } from '#src/lib/language.ts';
import { languageFor } from '../sentences.ts';

/** The language that was asked for, or the shop's own. */
export async function speakTo(
  request: FastifyRequest,
  known: () => Promise<KnownProgramme>,
): Promise<Language> {
  if (request.headers['accept-language']) return languageFor(request);
  return (await known()).programme.defaultLanguage;
}
