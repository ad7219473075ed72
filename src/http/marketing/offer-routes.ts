// Offers for marketers and admins.
import type { FastifyInstance } from 'fastify';
import { offerRoutes } from '#src/contract/offers.ts';
import { addCodes, makeCodes } from '#src/core/offers/add-codes.ts';
import { checkOffer } from '#src/core/offers/check-offer.ts';
import { createOffer } from '#src/core/offers/create-offer.ts';
import type { OfferChange } from '#src/core/offers/lock-offer.ts';
import { discardOfferDraft, endOffer, pauseOffer, resumeOffer } from '#src/core/offers/pause-offer.ts';
import { publishOffer } from '#src/core/offers/publish-offer.ts';
import { listOffers, readOffer } from '#src/core/offers/read-offer.ts';
import { saveOfferDraft } from '#src/core/offers/save-draft.ts';
import { listOfferAlerts } from '#src/core/offers/watch-offers.ts';
import { findRuleProblem } from '#src/core/rules/refuse-rule.ts';
import { tellCondition } from '#src/core/rules/tell-condition.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { OfferId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { webSentence } from '../sentences.ts';
import { serve } from '../serve.ts';
import { tellProblem } from '../tell-problems.ts';
import { issueToMembers } from './issue-to-members.ts';
import type { RuleDeps } from './rule-routes.ts';
import { tellGives, tellOffer, tellOfferRow } from './tell-offers.ts';
import { shopTeller } from './tell-rule.ts';

/** 100,000 codes of 64 signs, with room for their separators. */
const CODES_BYTES = 10 * 1024 * 1024;

/** Inside of the marketing group, which says who may come in. */
export function offerGroup(app: FastifyInstance, deps: RuleDeps): void {
  const { database, clock, known, rules, stores } = deps;
  const { db } = database;

  const teller = async (language: Language) =>
    shopTeller(language, { known: await known(), stores: await stores.list() });
  const answer = async (offerId: OfferId, language: Language) => {
    const row = await readOffer(db, offerId);
    const names = await readStaffNames(db, [row.createdBy]);
    return tellOffer(row, await teller(language), (actor) => names.get(actor) ?? actor);
  };
  const changeOf = (
    params: { offerId: string },
    body: { changedAt: string },
    actor: string,
  ): OfferChange => ({
    offerId: params.offerId as OfferId,
    changedAt: new Date(body.changedAt),
    actor,
    at: clock.now(),
  });

  serve(app, offerRoutes.listOffers, async ({ request }) => {
    const words = await teller(signedIn(request).language);
    return { offers: (await listOffers(db)).map((row) => tellOfferRow(row, words)) };
  });

  serve(app, offerRoutes.createOffer, async ({ body, request }) => {
    const { staffId, language } = signedIn(request);
    const fresh = { ...body, actor: staffId, at: clock.now() };
    return await answer(await transaction(db, (tx) => createOffer(tx, fresh)), language);
  });

  serve(app, offerRoutes.readOffer, ({ params, request }) =>
    answer(params.offerId as OfferId, signedIn(request).language),
  );

  serve(app, offerRoutes.checkOffer, async ({ body, request }) => {
    const { language } = signedIn(request);
    const words = await teller(language);
    try {
      const { gives, audience } = checkOffer(body.content);
      return {
        problem: null,
        sentence: gives && tellGives(gives, words),
        audience: audience && tellCondition(audience, words),
      };
    } catch (error) {
      const problem = findRuleProblem(error);
      if (!problem) throw error;
      return { problem: tellProblem(problem, language), sentence: null, audience: null };
    }
  });

  serve(app, offerRoutes.saveOffer, async ({ params, body, request }) => {
    const { staffId, language } = signedIn(request);
    const { name, content } = body;
    const change = { ...changeOf(params, body, staffId), name, content };
    await transaction(db, (tx) => saveOfferDraft(tx, change));
    return await answer(change.offerId, language);
  });

  const acts = [
    [offerRoutes.publishOffer, publishOffer],
    [offerRoutes.discardOffer, discardOfferDraft],
    [offerRoutes.pauseOffer, pauseOffer],
    [offerRoutes.resumeOffer, resumeOffer],
    [offerRoutes.endOffer, endOffer],
  ] as const;
  for (const [told, act] of acts) {
    serve(app, told, async ({ params, body, request }) => {
      const { staffId, language } = signedIn(request);
      const change = changeOf(params, body, staffId);
      await transaction<unknown>(db, (tx: Tx) => act(tx, change));
      await rules.refresh();
      return await answer(change.offerId, language);
    });
  }

  serve(
    app,
    offerRoutes.uploadCodes,
    async ({ params, body, request }) => {
      const { staffId, language } = signedIn(request);
      const asked = { offerId: params.offerId as OfferId, csv: body.csv, actor: staffId, at: clock.now() };
      const added = await transaction(db, (tx) => addCodes(tx, asked));
      return {
        ...added,
        bad: added.bad.map((each) => ({ ...each, sentence: webSentence(`badCode.${each.why}`, language) })),
      };
    },
    { bodyLimit: CODES_BYTES },
  );

  serve(app, offerRoutes.makeCodes, async ({ params, body, request }) => {
    const { staffId } = signedIn(request);
    const asked = { offerId: params.offerId as OfferId, count: body.count, actor: staffId, at: clock.now() };
    return { codes: await transaction(db, (tx) => makeCodes(tx, asked)) };
  });

  serve(app, offerRoutes.issueToMembers, async ({ params, body, request }) => {
    const { staffId, language } = signedIn(request);
    const asked = { ...body, offerId: params.offerId as OfferId, actor: staffId, language };
    const issued = await issueToMembers(deps, asked);
    deps.poke?.();
    return issued;
  });

  serve(app, offerRoutes.listOfferAlerts, async () => {
    const alerts = await listOfferAlerts(db);
    return { alerts: alerts.map((alert) => ({ ...alert, at: alert.at.toISOString() })) };
  });
}
