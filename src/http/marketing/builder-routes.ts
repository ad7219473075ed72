// What the builder of rules offers, and the categories that the law keeps out.
import type { FastifyInstance } from 'fastify';
import type { Builder, FieldTold } from '#src/contract/rule-shapes.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { listEventNames } from '#src/core/members/list-event-names.ts';
import { listUnknownCategories } from '#src/core/receipts/list-unknown-categories.ts';
import { FIELDS, type Field, OPERATORS } from '#src/core/rules/fields.ts';
import { listRules } from '#src/core/rules/list-rules.ts';
import { segmentEventName } from '#src/core/rules/segment-event-name.ts';
import { TEMPLATES } from '#src/core/rules/templates.ts';
import { listFollowedNames } from '#src/core/segments/list-segments.ts';
import { readStaffNames } from '#src/core/staff/read-staff-names.ts';
import { excludeCategory } from '#src/core/stores/exclude-category.ts';
import { findProducts, listBrands } from '#src/core/stores/find-products.ts';
import { listCategories } from '#src/core/stores/list-categories.ts';
import { listCurrencies } from '#src/core/stores/list-currencies.ts';
import { listTiers } from '#src/core/stores/read-programme.ts';
import { transaction } from '#src/db/client.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import type { RuleDeps } from './rule-routes.ts';

const MOST_PRODUCTS = 30;

export function builderRoutes(app: FastifyInstance, deps: RuleDeps): void {
  const { database, clock, rules } = deps;
  const { db } = database;

  serve(app, ruleRoutes.readBuilder, async () => {
    const told = await tellBuilder(deps);
    return { ...told, fields: told.fields.filter(({ scope }) => scope !== 'audience') };
  });

  serve(app, ruleRoutes.findProducts, async ({ query }) => ({
    products: await findProducts(db, { search: query.search, limit: MOST_PRODUCTS }),
  }));

  const categories = async () => {
    const known = await listCategories(db);
    const told = { known: known.map(({ category }) => category), at: clock.now() };
    const unknown = (await listUnknownCategories(db, told)).map((category) => ({
      category,
      excluded: false,
      products: 0,
      isUnknown: true,
      changedBy: null,
      changedAt: null,
    }));
    // What somebody has to look at comes first.
    const rows = [...unknown, ...known.map((each) => ({ ...each, isUnknown: false }))];
    const names = await readStaffNames(
      db,
      rows.flatMap(({ changedBy }) => changedBy ?? []),
    );
    return {
      categories: rows.map((row) => ({
        ...row,
        changedBy: row.changedBy && (names.get(row.changedBy) ?? row.changedBy),
        changedAt: row.changedAt?.toISOString() ?? null,
      })),
    };
  };
  serve(app, ruleRoutes.listCategories, categories);
  serve(app, ruleRoutes.excludeCategory, async ({ body, request }) => {
    const { staffId } = signedIn(request);
    await transaction(db, (tx) => excludeCategory(tx, { ...body, actor: staffId, at: clock.now() }));
    await rules.refresh();
    return await categories();
  });
}

/** What a builder of conditions offers, in rules and in segments. */
export async function tellBuilder({ database: { db }, stores }: RuleDeps): Promise<Builder> {
  // The console keeps it for a minute, so none of it comes from a memory of what was.
  const [tiers, currencies, categories, brands, shops, every, events, followed] = await Promise.all([
    listTiers(db),
    listCurrencies(db),
    listCategories(db),
    listBrands(db),
    stores.refresh(),
    listRules(db),
    listEventNames(db),
    listFollowedNames(db),
  ]);
  const groups = every.flatMap(({ draft, definition }) => [draft?.group, definition?.group]);
  return {
    fields: fieldsTold(),
    templates: TEMPLATES.map(({ key, params }) => ({ key, params: params.map((param) => ({ ...param })) })),
    currencies: currencies
      .filter(({ closedAt }) => closedAt === null)
      .map(({ currency, kind, names }) => ({ currency, kind, names: wordsOf(names) })),
    tiers: tiers.map(({ tierKey, earnBp }) => ({ tierKey, earnBp })),
    stores: shops
      .filter(({ closedAt }) => closedAt === null)
      .map(({ storeId, name, city, tills }) => ({ storeId, name, city, tills })),
    categories: categories.map(({ category, excluded }) => ({ category, excluded })),
    brands,
    events: [...followed.flatMap(segmentEvents), ...events],
    followed,
    groups: [...new Set(groups.filter((group) => typeof group === 'string'))].sort(),
  };
}

function segmentEvents({ segmentId }: { segmentId: string }): string[] {
  return (['segment.entered', 'segment.left'] as const).map((kind) => segmentEventName(kind, segmentId));
}

/** Everything that a condition may look at, those fields too that only segments know. */
function fieldsTold(): FieldTold[] {
  return Object.entries<Field>(FIELDS).map(([name, { scope, type, period = null, ahead = false }]) => ({
    name,
    scope,
    type,
    period,
    ahead,
    operators: [...OPERATORS[type]],
  }));
}

/** Forms of the plural that are there. */
function wordsOf(names: object): Record<string, Record<string, string>> {
  return Object.fromEntries(
    Object.entries(names).map(([language, forms]) => [language, { ...(forms as Record<string, string>) }]),
  );
}
