// Earning rules, for marketers and admins: drafts, what is in force, and what the builder is drawn from.
import type { FastifyInstance } from 'fastify';
import { ruleRoutes } from '#src/contract/rules.ts';
import { checkDraft } from '#src/core/rules/check-draft.ts';
import { createRule } from '#src/core/rules/create-rule.ts';
import { listRules } from '#src/core/rules/list-rules.ts';
import type { RuleChange } from '#src/core/rules/lock-rule.ts';
import { discardDraft, endRule, pauseRule, resumeRule } from '#src/core/rules/pause-rule.ts';
import { publishRule } from '#src/core/rules/publish-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import { saveDraft } from '#src/core/rules/save-draft.ts';
import { listBudgetAlerts } from '#src/core/rules/watch-budgets.ts';
import { listSegmentNames } from '#src/core/segments/list-segments.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import { type Tx, transaction } from '#src/db/client.ts';
import type { RuleId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { HttpDeps } from '../deps.ts';
import type { KnownStores } from '../known-stores.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import { tellProblem } from '../tell-problems.ts';
import { builderRoutes } from './builder-routes.ts';
import { replayRouteGroup } from './replay-routes.ts';
import { shopTeller, tellRow, tellRule } from './tell-rule.ts';
import { tryRoute } from './try-route.ts';

export type RuleDeps = HttpDeps & { stores: KnownStores };

/** Inside of the marketing group, which says who may come in. */
export function ruleGroup(app: FastifyInstance, deps: RuleDeps): void {
  const { database, clock, known, rules, stores } = deps;
  const { db } = database;

  const teller = async (language: Language) =>
    shopTeller(language, {
      known: await known(),
      stores: await stores.list(),
      segments: await listSegmentNames(db, { archived: true }),
    });
  const answer = async (ruleId: RuleId, language: Language) => {
    const rule = await readRule(db, ruleId);
    const actors = [rule.createdBy, ...[...rule.audit].map(({ actor }) => actor)];
    const names = await readStaffNames(db, [...actors, ...rule.versions.map((each) => each.publishedBy)]);
    return tellRule(rule, await teller(language), (actor) => names.get(actor) ?? actor);
  };

  serve(app, ruleRoutes.listRules, async ({ request }) => {
    const { language } = signedIn(request);
    const words = await teller(language);
    return { rules: (await listRules(db)).map((row) => tellRow(row, words)) };
  });

  serve(app, ruleRoutes.createRule, async ({ body, request }) => {
    const { staffId, language } = signedIn(request);
    const fresh = { ...body, actor: staffId, at: clock.now() };
    return await answer(await transaction(db, (tx) => createRule(tx, fresh)), language);
  });

  serve(app, ruleRoutes.readRule, ({ params, request }) => answer(idOf(params), signedIn(request).language));

  serve(app, ruleRoutes.checkRule, async ({ body, request }) => {
    const { language } = signedIn(request);
    const words = await teller(language);
    const { budgets } = await rules();
    const checked = await checkDraft(
      db,
      { ...body, name: body.name ?? '…', ruleId: (body.ruleId ?? null) as RuleId | null, at: clock.now() },
      { known: await known(), budgets, teller: words },
    );
    const { problem, definition, sentences, conflicts } = checked;
    return {
      problem: problem && tellProblem(problem, language),
      definition,
      sentence: definition && sentences.join(' '),
      conflicts,
    };
  });

  serve(app, ruleRoutes.saveDraft, async ({ params, body, request }) => {
    const { staffId, language } = signedIn(request);
    const change = { ...body, ...changeOf(params, body, staffId) };
    await transaction(db, (tx) => saveDraft(tx, change));
    return await answer(change.ruleId, language);
  });

  serve(app, ruleRoutes.publishRule, async ({ params, body, request }) => {
    const { staffId, language } = signedIn(request);
    const change = { resetBudget: body.resetBudget, ...changeOf(params, body, staffId) };
    await transaction(db, (tx) => publishRule(tx, change));
    await rules.refresh();
    return await answer(change.ruleId, language);
  });

  const acts = [
    [ruleRoutes.discardDraft, discardDraft],
    [ruleRoutes.pauseRule, pauseRule],
    [ruleRoutes.resumeRule, resumeRule],
    [ruleRoutes.endRule, endRule],
  ] as const;
  for (const [told, act] of acts) {
    serve(app, told, async ({ params, body, request }) => {
      const { staffId, language } = signedIn(request);
      const change = changeOf(params, body, staffId);
      await transaction(db, (tx: Tx) => act(tx, change));
      await rules.refresh();
      return await answer(change.ruleId, language);
    });
  }

  serve(app, ruleRoutes.listRuleAlerts, async () => {
    const alerts = await listBudgetAlerts(db);
    return { alerts: alerts.map((alert) => ({ ...alert, at: alert.at.toISOString() })) };
  });

  builderRoutes(app, deps);
  tryRoute(app, deps);
  replayRouteGroup(app, deps);

  function changeOf(params: { ruleId: string }, body: { changedAt: string }, actor: string): RuleChange {
    return { ruleId: idOf(params), changedAt: new Date(body.changedAt), actor, at: clock.now() };
  }
}

function idOf({ ruleId }: { ruleId: string }): RuleId {
  return ruleId as RuleId;
}
