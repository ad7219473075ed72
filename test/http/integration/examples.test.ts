// The examples of the API, each carried out literally: what stands on the reference page is what a till hears.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressOf, type Flow, type FlowStep } from '#src/contract/examples/flow.ts';
import { FLOWS } from '#src/contract/examples/flows.ts';
import { OTHER_STORE } from '#src/contract/examples/goods.ts';
import { auditLedger } from '#src/core/ledger/audit-ledger.ts';
import { claimReceipt } from '#src/core/receipts/claim-receipt.ts';
import { receiptDesk } from '#src/core/receipts/receipt-desk.ts';
import { knownRules } from '#src/core/rules/known-rules.ts';
import { knownProgramme } from '#src/core/stores/known-programme.ts';
import { transaction } from '#src/db/client.ts';
import { fixedClock } from '#src/lib/clock.ts';
import { type AnApp, aKey, anApp, ask, SECRET_KEY } from '#test/support/an-app.ts';
import { useDatabase } from '#test/support/database.ts';
import { anExampleShop, EXAMPLE_MEMBER, EXAMPLE_NOW, EXAMPLE_PARTNER } from '#test/support/example-shop.ts';

const database = useDatabase();
const headers: Record<'shop' | 'partner' | 'otherStore', Record<string, string>> = {
  shop: {},
  partner: {},
  otherStore: {},
};
let server: AnApp;

beforeAll(async () => {
  await anExampleShop(database.db);
  const clock = fixedClock(EXAMPLE_NOW);
  const known = knownProgramme(database.db);
  const rules = knownRules(database.db, known);
  const desk = receiptDesk({ db: database.db, sql: database.sql, known, rules, clock });
  const config = { production: false, publicUrl: 'https://kartka.example', secretKey: SECRET_KEY };
  server = await anApp(database, { clock, known, rules, receiptDesk: desk, config });
  const key = await aKey(database, { scopes: ['receipts:write'], at: EXAMPLE_NOW });
  headers.shop = { authorization: key.authorization };
  const other = { storeId: OTHER_STORE, at: EXAMPLE_NOW } as const;
  const ofStore = await aKey(database, { scopes: ['receipts:write'], ...other });
  headers.otherStore = { authorization: ofStore.authorization };
  const ofPartner = await aKey(database, {
    scopes: ['points:issue', 'points:redeem', 'balance:read'],
    partnerId: EXAMPLE_PARTNER,
    at: EXAMPLE_NOW,
  });
  headers.partner = { authorization: ofPartner.authorization };
});
afterAll(() => server.close());

/** What is made anew each time, as the example calls it. */
const made = new Map<string, string>();
const NEW = /\b(?:rcp|ret|hld|trf)_[0-9a-hjkmnp-tv-z]{20}\b/g;

/** Learns the names of what was made from an answer that has the shape of the example. */
function learn(told: unknown, example: unknown): void {
  const [real, shown] = [JSON.stringify(told), JSON.stringify(example)];
  for (const [pattern, group] of [
    [NEW, 0],
    [/"code":"([0-9a-hjkmnp-tv-z]{12})"/g, 1],
  ] as const) {
    const theirs = [...shown.matchAll(pattern)].map((match) => match[group] ?? '');
    for (const [place, match] of [...real.matchAll(pattern)].entries()) {
      const name = theirs[place];
      if (name) made.set(match[group] ?? '', name);
    }
  }
}

const spaced = (code: string) => code.replace(/(.{4})(?=.)/g, '$1 ');
const asShown = (told: unknown): unknown => {
  let text = JSON.stringify(told);
  for (const [real, name] of made) text = text.replaceAll(real, name).replaceAll(spaced(real), spaced(name));
  return JSON.parse(text);
};
const asMade = (text: string): string => {
  let real = text;
  for (const [id, name] of made) real = real.replaceAll(name, id);
  return real;
};

async function claim(flow: Flow): Promise<void> {
  const shown = flow.steps[0]?.answer as { claim?: { code: string } };
  const known = knownProgramme(database.db);
  await transaction(database.db, async (tx) =>
    claimReceipt(tx, {
      claimCode: asMade(shown.claim?.code ?? ''),
      memberId: EXAMPLE_MEMBER,
      at: EXAMPLE_NOW,
      known: await known(),
      rules: knownRules(database.db, known),
    }),
  );
}

async function carryOut(flow: Flow, step: FlowStep): Promise<{ status: number; answer: unknown }> {
  if (step.before === 'claim') await claim(flow);
  const reply = await ask(server, step.method, asMade(addressOf(step)), {
    headers: headers[step.key ?? flow.key ?? 'shop'],
    ...(step.body && { payload: step.body }),
  });
  return { status: reply.statusCode, answer: reply.json() };
}

describe.each(FLOWS.map((flow) => [flow.name, flow] as const))('the example of %s', (_name, flow) => {
  it('when it is carried out step by step, then every answer is as shown', async () => {
    for (const step of flow.steps) {
      const { status, answer } = await carryOut(flow, step);
      learn(answer, step.answer);
      expect({ says: step.says, status, answer: asShown(answer) }).toEqual({
        says: step.says,
        status: step.status,
        answer: step.answer,
      });
    }
  });
});

describe('all examples together', () => {
  it('when they are done, then the books are sound and the reference shows each', async () => {
    expect(await auditLedger(database.db)).toMatchObject({ findings: [] });
    const document = (await ask(server, 'GET', '/api/v1/openapi.json')).json();
    for (const { title, steps } of FLOWS) {
      expect(document.info.description).toContain(`## ${title}`);
      for (const { says, shows, route, method } of steps) {
        expect(document.info.description).toContain(says);
        const path = route.replace(/:(\w+)/g, '{$1}');
        const operation = document.paths[path][method.toLowerCase()];
        expect(JSON.stringify(operation['x-codeSamples'])).toContain(`${title}: ${shows}`);
      }
    }
    expect(document.info.description).not.toContain(SECRET_KEY);
  });
});
