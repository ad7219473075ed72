// The shop of the API's examples: the store, the member and the rules that they name, at the moment they tell of.

import { OTHER_CARD, OTHER_STORE } from '#src/contract/examples/goods.ts';
import type { CardNumber } from '#src/core/cards/card-number.ts';
import { issueCard } from '#src/core/cards/issue-card.ts';
import { liveCodeKey } from '#src/core/cards/issue-live-code.ts';
import { signLiveCode } from '#src/core/cards/live-code.ts';
import { openAccount } from '#src/core/ledger/open-account.ts';
import { setTerms } from '#src/core/partners/set-terms.ts';
import type { RuleDefinition } from '#src/core/rules/rule.ts';
import { type Db, type Tx, transaction } from '#src/db/client.ts';
import { member } from '#src/db/schema/members.ts';
import { partner } from '#src/db/schema/partners.ts';
import { rule, ruleVersion } from '#src/db/schema/rules.ts';
import { programme, store, tier, till } from '#src/db/schema/stores.ts';
import type { MemberId, PartnerId, RuleId } from '#src/lib/id.ts';
import { give } from './a-shop.ts';
import { SECRET_KEY } from './an-app.ts';

export const EXAMPLE_NOW = new Date('2026-11-21T14:05:00Z');
export const EXAMPLE_MEMBER: MemberId = 'mem_06bv2k3h9q4w8x0y7z1a';
export const EXAMPLE_PARTNER: PartnerId = 'prt_06bv2k3h9q4w8x0y7z1a';
export const EXAMPLE_CARD = '2901234567896';
const REGISTERED = new Date('2026-03-02T10:00:00Z');

/** The live code that the examples show: signed with the tests' key, so it opens nothing elsewhere. */
export function exampleLiveCode(nonce: string): string {
  const cardNumber = EXAMPLE_CARD as CardNumber;
  return signLiveCode({ cardNumber, nonce, issuedAt: EXAMPLE_NOW }, liveCodeKey(SECRET_KEY));
}

const DEFINITION: RuleDefinition = {
  trigger: { on: 'receipt' },
  when: null,
  effects: [],
  priority: 10,
  group: null,
  exclusive: false,
  validFrom: null,
  validUntil: null,
  hours: [],
  cooldownHours: null,
  limits: { perMember: null, perMemberDay: null },
  caps: { receipt: null, memberDay: null, member: null },
  budget: null,
};
const RULES: [ruleId: RuleId, name: string, definition: RuleDefinition][] = [
  [
    'rul_06bv2k3h9q4w8x0y7z1a',
    'Сири -10 %',
    {
      ...DEFINITION,
      effects: [
        {
          kind: 'discountShare',
          shareBp: 1_000,
          on: 'lines',
          where: { field: 'line.category', is: 'is', value: 'Молочне' },
        },
      ],
    },
  ],
  [
    'rul_06bv2k3h9q4w8x0y7z1b',
    '25 балів від 150 грн',
    {
      ...DEFINITION,
      when: { field: 'receipt.amount', is: 'atLeast', value: 150_00 },
      effects: [{ kind: 'fixed', currency: 'points', points: 25 }],
    },
  ],
];

export async function anExampleShop(db: Db): Promise<void> {
  await transaction(db, async (tx) => {
    await tx.insert(programme).values({
      shopName: 'Поруч',
      brandColour: '#0B6B4F',
      accentColour: '#F2A33A',
      defaultLanguage: 'uk',
      returnsAnywhere: true,
    });
    await tx.insert(tier).values([
      { tierKey: 'base', position: 1, fromTurnoverMinor: 0n, earnBp: 500 },
      { tierKey: 'gold', position: 2, fromTurnoverMinor: 30_000_00n, earnBp: 1_000 },
    ]);
    await tx.insert(store).values([
      {
        storeId: 'str_khreshchatyk12',
        name: 'Хрещатик 12',
        city: 'Київ',
        address: 'вул. Хрещатик, 12',
      },
      { storeId: OTHER_STORE, name: 'Поділ 3', city: 'Київ', address: 'вул. Спаська, 3' },
    ]);
    await tx.insert(till).values({ storeId: 'str_khreshchatyk12', tillId: 'til_1', name: 'Каса 1' });
    await enrol(tx, { memberId: EXAMPLE_MEMBER, name: 'Олена Коваленко', cardNumber: EXAMPLE_CARD });
    await enrol(tx, { memberId: 'mem_06bv2k3h9q4w8x0y7z1b', name: 'Петро Бондар', cardNumber: OTHER_CARD });
    await give(tx, { memberId: EXAMPLE_MEMBER, amount: 200n });
    await tx
      .insert(partner)
      .values({ partnerId: EXAMPLE_PARTNER, name: 'Кава за рогом', createdAt: REGISTERED });
    await setTerms(tx, {
      partnerId: EXAMPLE_PARTNER,
      currency: 'points',
      isOwner: false,
      mayIssue: true,
      mayRedeem: true,
      dayCap: 500n,
      issueMinor: 90n,
      redeemMinor: 80n,
      actor: 'system',
      at: REGISTERED,
    });
    for (const [ruleId, name, definition] of RULES) {
      const times = { createdAt: REGISTERED, changedAt: REGISTERED };
      await tx.insert(rule).values({ ruleId, name, status: 'live', createdBy: 'system', ...times });
      await tx
        .insert(ruleVersion)
        .values({ ruleId, version: 1, name, definition, publishedBy: 'system', liveFrom: REGISTERED });
    }
  });
}

async function enrol(
  tx: Tx,
  { memberId, name, cardNumber }: { memberId: MemberId; name: string; cardNumber: string },
): Promise<void> {
  await tx.insert(member).values({ memberId, name, phone: null, tierKey: 'base', registeredAt: REGISTERED });
  await openAccount(tx, memberId);
  await issueCard(tx, { memberId, kind: 'virtual', cardNumber, at: REGISTERED });
}
