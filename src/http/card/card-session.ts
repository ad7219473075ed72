// Whose card a page shows. A session is sealed and carries its own end; the chat is looked up with every request, so a
// chat that was taken from the member, and a member who was erased, see nothing from that moment on.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ChatOfMember, useCardLink } from '#src/core/cards/card-link.ts';
import { findIdentity, findIdentityById, type Identity } from '#src/core/members/ensure-identity.ts';
import { type Member, readMember } from '#src/core/members/read-member.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import type { IdentityId, MemberId } from '#src/lib/id.ts';
import { readLink, signLink } from '#src/lib/signed-link.ts';
import type { HttpDeps } from '../deps.ts';

/** From the last request on: as long as a shopping trip takes, and a pocket in between. */
const SESSION_MS = 4 * 3_600_000;
const COOKIE = 'kartka_card';
/** Inside Telegram's frame a browser may keep no cookie of ours, so there the page itself holds the session. */
export const SESSION_HEADER = 'x-card-session';

export interface CardHolder {
  identity: Identity;
  member: Member;
}

type Deps = Pick<HttpDeps, 'config' | 'database' | 'clock' | 'readInitData'>;

/** Opens with what Telegram says. Throws Refusal `card_page_closed`, and `member_not_found` for whoever has no card. */
export async function openFromTelegram(deps: Deps, initData: string): Promise<CardHolder> {
  const person = deps.readInitData?.(initData, deps.clock.now());
  if (!person) throw new Refusal('card_page_closed');
  const identity = await findIdentity(deps.database.db, { messenger: 'telegram', ...person });
  if (!identity?.memberId) throw new Refusal('member_not_found');
  return await holderOf(deps, { identityId: identity.identityId, memberId: identity.memberId });
}

/** Opens with a link, which opens nothing afterwards. Throws Refusal `card_page_closed`. */
export async function openByLink(deps: Deps, link: string): Promise<CardHolder> {
  const { config, database, clock } = deps;
  const of = { secretKey: config.secretKey, at: clock.now() };
  return await holderOf(deps, await transaction(database.db, (tx) => useCardLink(tx, link, of)));
}

/** Whoever has opened the page before. Throws Refusal `card_page_closed`. */
export async function readHolder(deps: Deps, request: FastifyRequest): Promise<CardHolder> {
  const header = request.headers[SESSION_HEADER];
  const sealed = typeof header === 'string' ? header : cookieOf(request);
  const at = deps.clock.now();
  const subject = sealed && readLink(sealed, { purpose: 'card', secretKey: deps.config.secretKey, at });
  const [identityId, memberId] = subject ? subject.split(' ') : [];
  if (!identityId || !memberId) throw new Refusal('card_page_closed');
  // Nobody but this file seals one.
  return await holderOf(deps, { identityId: identityId as IdentityId, memberId: memberId as MemberId });
}

/** Lets the session last from now on. What the page has to keep by itself, or null where the cookie does. */
export function prolong(deps: Deps, reply: FastifyReply, { identity, member }: CardHolder): string | null {
  const expiresAt = new Date(deps.clock.now().getTime() + SESSION_MS);
  const subject = `${identity.identityId} ${member.memberId}`;
  const sealed = signLink({ purpose: 'card', subject, expiresAt }, deps.config.secretKey);
  if (identity.messenger === 'telegram') return sealed;
  const secure = deps.config.production ? '; Secure' : '';
  reply.header(
    'set-cookie',
    `${COOKIE}=${sealed}; Path=/api/card; Max-Age=${SESSION_MS / 1_000}; HttpOnly; SameSite=Strict${secure}`,
  );
  return null;
}

async function holderOf({ database }: Deps, { identityId, memberId }: ChatOfMember): Promise<CardHolder> {
  const identity = await findIdentityById(database.db, identityId);
  if (!identity || identity.memberId !== memberId) throw new Refusal('card_page_closed');
  return { identity, member: await readMember(database.db, memberId) };
}

function cookieOf(request: FastifyRequest): string | undefined {
  return new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(request.headers.cookie ?? '')?.[1];
}
