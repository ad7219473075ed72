// A person in front of a messenger, without the messenger: says and presses, and sees what is queued for them.
import { eq } from 'drizzle-orm';
import { type Conversed, converse, type DialogueDeps } from '#bots/dialogue/converse.ts';
import type { DialogueAct } from '#bots/dialogue/event.ts';
import type { MessagePrompt, Prompt } from '#src/core/deliveries/prompt.ts';
import { openAccount } from '#src/core/ledger/open-account.ts';
import { findIdentity, type Identity } from '#src/core/members/ensure-identity.ts';
import { readPhone } from '#src/core/members/phone-number.ts';
import { registerByHand } from '#src/core/members/register-by-hand.ts';
import { readProgramme } from '#src/core/stores/read-programme.ts';
import { type Db, transaction } from '#src/db/client.ts';
import { delivery } from '#src/db/schema/deliveries.ts';
import { type FixedClock, fixedClock } from '#src/lib/clock.ts';
import type { MemberId } from '#src/lib/id.ts';
import { NOON, STORE } from '#test/support/a-shop.ts';
import { fresh } from '#test/support/fresh.ts';

export const SECRET_KEY = 'a key for tests that nobody else has';

/** A message or an edit. */
export type Shown = Omit<MessagePrompt, 'say'> & { say: 'message' | 'edit' };

export interface Person {
  externalId: string;
  /** Does something and returns the messages and edits that answer it, toasts left out. */
  does(act: DialogueAct, pressed?: boolean): Promise<Shown[]>;
  types(text: string): Promise<string>;
  presses(action: string): Promise<string>;
  /** The last thing queued for this person, whoever caused it. */
  lastMessage(): Promise<MessagePrompt>;
  identity(): Promise<Identity>;
  /** The digits of the last SMS that this conversation asked for. */
  code(): string;
  /** Everything that the last update came to. */
  last(): Conversed;
}

export function dialogueDeps(db: Db): DialogueDeps {
  return {
    ...fresh(db),
    secretKey: SECRET_KEY,
    publicUrl: 'https://kartka.example',
    cardPage: 'https://kartka.example/card',
    gamePage: 'https://kartka.example/game',
    chatAddress: (payload) => `https://t.me/poruch_bot?start=${payload}`,
    wallets: { apple: false, google: false },
  };
}

let people = 0;

export function aPerson(
  db: Db,
  {
    messenger = 'telegram',
    shownName = 'Олена Коваленко',
    languageTag = 'uk',
    clock = fixedClock(NOON),
  }: { messenger?: 'telegram' | 'viber'; shownName?: string; languageTag?: string; clock?: FixedClock } = {},
): Person {
  const externalId = `person-${++people}`;
  let conversed: Conversed | undefined;
  let smsText = '';
  let updates = 0;

  async function does(act: DialogueAct, pressed = false) {
    updates += 1;
    const carriedBy = `${messenger}:${externalId}:${updates}`;
    const callback =
      pressed && messenger === 'telegram'
        ? { callbackId: carriedBy, externalMessageId: String(updates) }
        : undefined;
    const event = {
      messenger,
      externalId,
      shownName,
      languageTag,
      at: clock.now(),
      carriedBy,
      ...(callback && { callback }),
    };
    const result = await transaction(db, (tx) => converse(tx, { ...event, ...act }, dialogueDeps(db)));
    conversed = result;
    smsText = result.sms.at(-1)?.text ?? smsText;
    const prompts = await Promise.all(result.deliveries.map((id) => readPrompt(db, id)));
    const toasts = prompts.filter((prompt) => prompt.say === 'toast').length;
    if (toasts !== (callback ? 1 : 0)) throw new Error('a pressed button has exactly one toast');
    return prompts.filter((prompt) => prompt.say === 'message' || prompt.say === 'edit');
  }
  const textOf = async (act: DialogueAct, pressed = false) =>
    (await does(act, pressed)).map((prompt) => prompt.text).join('\n---\n');
  const identity = async () => {
    const found = await findIdentity(db, { messenger, externalId });
    if (!found) throw new Error('this person never wrote');
    return found;
  };

  return {
    externalId,
    does,
    types: (text) => textOf({ kind: 'text', text }),
    presses: (action) => textOf({ kind: 'action', action }, true),
    identity,
    async lastMessage() {
      const { identityId } = await identity();
      const rows = await db
        .select()
        .from(delivery)
        .where(eq(delivery.identityId, identityId))
        .orderBy(delivery.deliveryNo);
      const prompt = rows.at(-1)?.prompt as MessagePrompt | undefined;
      if (!prompt) throw new Error('nothing was ever said to this person');
      return prompt;
    },
    code: () => /\d{6}/.exec(smsText)?.[0] ?? '',
    last() {
      if (!conversed) throw new Error('nothing was done yet');
      return conversed;
    },
  };
}

async function readPrompt(db: Db, deliveryId: Conversed['deliveries'][number]): Promise<Prompt> {
  const [row] = await db.select().from(delivery).where(eq(delivery.deliveryId, deliveryId));
  return row?.prompt as Prompt;
}

export const contact = (phone: string, own: 'proven' | 'claimed' | 'foreign' = 'proven'): DialogueAct => ({
  kind: 'contact',
  phone,
  own,
});

/** Registers from start to card. */
export async function registers(
  person: Person,
  phone: string,
  own: 'proven' | 'claimed' = 'proven',
): Promise<void> {
  await person.does({ kind: 'start' });
  await person.does(contact(phone, own));
  await person.types('Олена Коваленко');
  await person.presses('consent.all');
}

/** A member whom staff have written down at a counter. */
export async function writtenDown(
  db: Db,
  phone: string,
): Promise<{ memberId: MemberId; cardNumber: string }> {
  return await transaction(db, async (tx) => {
    const { termsVersion } = await readProgramme(tx);
    const enrolled = await registerByHand(tx, {
      name: 'Ганна',
      phone: readPhone(phone),
      language: 'uk',
      marketing: false,
      cardNumber: undefined,
      termsVersion,
      storeId: STORE,
      staffId: 'stf_00000000000000000001',
      at: NOON,
    });
    await openAccount(tx, enrolled.memberId);
    return enrolled;
  });
}

let phones = 0;
/** A Ukrainian mobile that no test has used. */
export const aPhone = (): string => `+38067${String(1_000_000 + ++phones)}`;

/** All actions that the messages offer. */
export function actionsOf(prompts: { buttons?: MessagePrompt['buttons'] }[]): string[] {
  return prompts.flatMap((prompt) =>
    (prompt.buttons ?? []).flat().flatMap((button) => ('action' in button ? [button.action] : [])),
  );
}

/** Six digits that are not these. */
export const wrong = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
