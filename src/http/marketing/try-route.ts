// A basket to try rules on.
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { tryBody } from '#src/contract/rule-basket.ts';
import { ruleRoutes } from '#src/contract/rules.ts';
import { shortName } from '#src/core/members/person-name.ts';
import { readMember } from '#src/core/members/read-member.ts';
import type { ReceiptInput } from '#src/core/receipts/receipt-input.ts';
import { tryBasket } from '#src/core/receipts/try-basket.ts';
import { UNSAVED } from '#src/core/rules/check-draft.ts';
import { checkRule } from '#src/core/rules/check-rule.ts';
import { tellerFor } from '#src/core/rules/describe-rule.ts';
import { readRule } from '#src/core/rules/read-rule.ts';
import type { Rule } from '#src/core/rules/rule.ts';
import type { Reader } from '#src/db/client.ts';
import type { RuleId, StoreId, TillId } from '#src/lib/id.ts';
import { findHolder } from '../find-holder.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { serve } from '../serve.ts';
import type { RuleDeps } from './rule-routes.ts';
import { shopTeller } from './tell-rule.ts';
import { tellTried } from './tell-tried.ts';

type TryBody = z.output<typeof tryBody>;

export function tryRoute(app: FastifyInstance, deps: RuleDeps): void {
  const { config, database, clock, known, rules, stores } = deps;
  const { db } = database;

  serve(app, ruleRoutes.tryRule, async ({ body, request }) => {
    const { language, staffId } = signedIn(request);
    const { storeId, tillId } = await stores.open({
      storeId: body.storeId,
      tillId: body.tillId ?? undefined,
    });
    const at = clock.now();
    const draft = await draftOf(db, body);
    const holder =
      'memberCode' in body.member
        ? await findHolder(db, body.member.memberCode, { secretKey: config.secretKey, at, blockedToo: true })
        : null;
    const [programme, force] = await Promise.all([known(), rules()]);
    const receipt = receiptOf(body, { storeId, tillId, acceptedBy: staffId, at });
    const evaluation = await tryBasket(db, {
      draft,
      withLive: body.withLive,
      member: holder ?? ('imagined' in body.member ? body.member : { imagined: {} }),
      receipt,
      known: programme,
      rules: force,
    });
    const shop = shopTeller(language, { known: programme, stores: await stores.list() });
    const teller = draft ? tellerFor(draft.definition.trigger, shop) : shop;
    const lines = body.lines.map(({ name, sku }, place) => ({ lineNo: place + 1, name: name || sku }));
    const member = holder && (await readMember(db, holder.memberId));
    return {
      ...tellTried(evaluation, { draftId: draft?.ruleId ?? null, lines, teller, at: receipt.occurredAt }),
      member: member && {
        memberId: member.memberId,
        name: shortName(member.name),
        tierKey: member.tierKey,
      },
    };
  });
}

/** What is tried: what was sent along, else the draft of the rule, else its last version. */
async function draftOf(db: Reader, { definition, ruleId, name }: TryBody): Promise<Rule | null> {
  if (definition) {
    const id = (ruleId ?? UNSAVED) as RuleId;
    return { ruleId: id, version: 0, name: name || '…', definition: checkRule(definition) };
  }
  if (ruleId === null) return null;
  const rule = await readRule(db, ruleId as RuleId);
  const kept = rule.draft ?? rule.definition;
  return kept && { ruleId: rule.ruleId, version: 0, name: rule.name, definition: kept };
}

function receiptOf(
  { lines, burn, occurredAt }: TryBody,
  place: { storeId: StoreId; tillId: TillId | null; acceptedBy: string; at: Date },
): ReceiptInput {
  const { at, ...where } = place;
  return {
    ...where,
    externalId: 'tried',
    number: '',
    amountMinor: BigInt(lines.reduce((sum, each) => sum + each.amountMinor, 0)),
    burn: BigInt(burn),
    occurredAt: occurredAt === null ? at : new Date(occurredAt),
    lines: lines.map((each) => ({
      ...each,
      priceMinor: each.priceMinor ?? Math.round((each.amountMinor * 1_000) / each.quantityMilli),
      discountMinor: 0,
    })),
  };
}
