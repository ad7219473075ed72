// Partners and their terms.
import type { FastifyInstance } from 'fastify';
import { type Partner as PartnerShown, partnerRoutes } from '#src/contract/partners.ts';
import { changePartner } from '#src/core/partners/change-partner.ts';
import { createPartner } from '#src/core/partners/create-partner.ts';
import { listIssuedToday } from '#src/core/partners/list-issued-today.ts';
import { listPartners, readPartner } from '#src/core/partners/list-partners.ts';
import type { Partner } from '#src/core/partners/partner-shape.ts';
import { listTerms } from '#src/core/partners/read-terms.ts';
import { setTerms } from '#src/core/partners/set-terms.ts';
import { readProgramme } from '#src/core/stores/read-programme.ts';
import { type Reader, transaction } from '#src/db/client.ts';
import type { PartnerId } from '#src/lib/id.ts';
import { startOfDay } from '#src/lib/zoned.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';

export function servePartners(app: FastifyInstance, { database, clock }: HttpDeps): void {
  const { db } = database;

  serve(app, partnerRoutes.listPartners, async () => ({
    partners: await describe(db, await listPartners(db), clock.now()),
  }));

  serve(app, partnerRoutes.createPartner, async ({ body, request }) => {
    const at = clock.now();
    const input = { ...body, actor: signedIn(request).staffId, at };
    return await transaction(db, async (tx) => {
      const { partnerId } = await createPartner(tx, input);
      return await describeOne(tx, partnerId, at);
    });
  });

  serve(app, partnerRoutes.readPartner, async ({ params }) =>
    describeOne(db, params.partnerId as PartnerId, clock.now()),
  );

  serve(app, partnerRoutes.changePartner, async ({ params, body, request }) => {
    const partnerId = params.partnerId as PartnerId;
    const at = clock.now();
    const change = { ...body, partnerId, actor: signedIn(request).staffId, at };
    return await transaction(db, async (tx) => {
      await changePartner(tx, change);
      return await describeOne(tx, partnerId, at);
    });
  });

  serve(app, partnerRoutes.setTerms, async ({ params, body, request }) => {
    const partnerId = params.partnerId as PartnerId;
    const at = clock.now();
    const { dayCap, issueMinor, redeemMinor, ...rights } = body;
    const terms = {
      ...rights,
      partnerId,
      currency: params.currency,
      actor: signedIn(request).staffId,
      at,
      dayCap: BigInt(dayCap),
      issueMinor: BigInt(issueMinor),
      redeemMinor: BigInt(redeemMinor),
    };
    return await transaction(db, async (tx) => {
      await setTerms(tx, terms);
      return await describeOne(tx, partnerId, at);
    });
  });
}

async function describeOne(db: Reader, partnerId: PartnerId, at: Date): Promise<PartnerShown> {
  const [shown] = await describe(db, [await readPartner(db, partnerId)], at);
  if (!shown) throw new Error('a partner that was read is not there');
  return shown;
}

async function describe(db: Reader, partners: Partner[], at: Date): Promise<PartnerShown[]> {
  const { timeZone } = await readProgramme(db);
  const holders = partners.map(({ partnerId }) => partnerId);
  const [only] = holders.length === 1 ? holders : [];
  const [terms, today] = await Promise.all([
    listTerms(db, { partnerId: only, at }),
    listIssuedToday(db, { holders, timeZone, at }),
  ]);
  const startsAnewAt = new Date(startOfDay(at.getTime(), timeZone, 1)).toISOString();
  return partners.map(({ partnerId, createdAt, suspendedAt, ...rest }) => ({
    ...rest,
    partnerId,
    createdAt: createdAt.toISOString(),
    suspendedAt: suspendedAt?.toISOString() ?? null,
    startsAnewAt,
    terms: terms
      .filter((each) => each.partnerId === partnerId)
      .map(({ partnerId: _of, currency, dayCap, issueMinor, redeemMinor, ...rights }) => ({
        ...rights,
        currency,
        dayCap: Number(dayCap),
        issueMinor: Number(issueMinor),
        redeemMinor: Number(redeemMinor),
        issuedToday: Number(
          today.find((each) => each.holder === partnerId && each.currency === currency)?.issued ?? 0n,
        ),
      })),
  }));
}
