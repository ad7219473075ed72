// What a till does all day: sales, sales that points pay for, baskets that are kept open, returns, holds; and now and then it
// asks again what it has been told already. Each errand has a key of its own and is seen through to a definite answer.

import { integrationRoutes } from '#src/contract/integration.ts';
import type { CardNumber } from '#src/core/cards/card-number.ts';
import { liveCodeKey } from '#src/core/cards/issue-live-code.ts';
import { newNonce, signLiveCode } from '#src/core/cards/live-code.ts';
import type { Random } from '#src/demo/random.ts';
import { STORE } from '#test/support/a-shop.ts';
import type { Answers } from './answers.ts';
import { type Answer, codeOf, type Question, type Way } from './ask.ts';

export interface TillDeps {
  /** Unique: its keys begin with it. */
  name: string;
  way: Way;
  answers: Answers;
  random: Random;
  members: { memberId: string; cardNumber: string }[];
  secretKey: string;
}

type Holder = TillDeps['members'][number];

interface Line {
  sku: string;
  name: string;
  quantityMilli: number;
  priceMinor: number;
  amountMinor: number;
}

/** Why points may rightly not pay. */
const NO_POINTS = ['insufficient_points', 'burn_above_maximum', 'live_code_expired'];
const MOST_REMEMBERED = 100;

/** One errand after the other, each different. */
export function makeTill({ name, way, answers, random, members, secretKey }: TillDeps): () => Promise<void> {
  let made = 0;
  /** Receipts with what is left of each line. */
  const sold: { key: string; left: number[] }[] = [];
  const asked: { question: Question; told: (answer: Answer) => string; before: string }[] = [];
  const newKey = () => `${name}/${++made}`;
  const path = (...parts: string[]) => `/api/v1/${parts.map(encodeURIComponent).join('/')}`;

  /** Whom a few tills serve at the same time, and everybody else. */
  const aMember = (): Holder => random.pick(random.chance(0.2) ? members.slice(0, 3) : members);
  const liveCode = ({ cardNumber }: Holder) =>
    signLiveCode(
      { cardNumber: cardNumber as CardNumber, nonce: newNonce(), issuedAt: new Date() },
      liveCodeKey(secretKey),
    );

  const someLines = (): Line[] =>
    Array.from({ length: random.whole(1, 4) }, (_, place) => {
      const [pieces, priceMinor] = [random.whole(1, 3), random.whole(20_00, 150_00)];
      const quantityMilli = pieces * 1_000;
      return { sku: `s${place}`, name: 'Сир', quantityMilli, priceMinor, amountMinor: pieces * priceMinor };
    });

  /** True when it was answered with yes; otherwise the key is refused, with a reason that has to be a good one. */
  const accepted = (key: string, { status, body }: Answer, reasons: string[] = []): boolean => {
    if (status < 300) return true;
    const code = codeOf(body) ?? String(status);
    answers.refused.set(key, code);
    if (!reasons.includes(code)) answers.wrong.push(`${key} was refused: ${status} ${JSON.stringify(body)}`);
    return false;
  };
  const remember = <T>(list: T[], each: T) => {
    list.push(each);
    if (list.length > MOST_REMEMBERED) list.shift();
  };

  /** `stays`: the till may return it later. */
  async function sale(key: string, { burn = 0, stays = true } = {}): Promise<void> {
    const member = aMember();
    const lines = someLines();
    const question = {
      method: 'POST',
      path: path('receipts'),
      body: {
        externalId: key,
        storeId: STORE,
        number: String(made),
        memberCode: burn > 0 ? liveCode(member) : member.cardNumber,
        amountMinor: sumOf(lines),
        burn,
        lines,
        ...(random.chance(0.5) && { occurredAt: new Date().toISOString() }),
      },
    } as const;
    const answer = await way.ask(question, random);
    if (!accepted(key, answer, burn > 0 ? NO_POINTS : [])) return;
    const read = ({ body }: Answer) => {
      const { memberId, receiptId, earned, burnt } = integrationRoutes.acceptReceipt.reply.parse(body);
      return { memberId, receiptId, earned, burnt };
    };
    answers.receipts.set(key, read(answer));
    if (stays) remember(sold, { key, left: lines.map((line) => line.quantityMilli) });
    remember(asked, {
      question,
      told: (each) => JSON.stringify(read(each)),
      before: JSON.stringify(read(answer)),
    });
  }

  /** Kept open with points held for it, then closed or cancelled. */
  async function basket(): Promise<void> {
    const key = newKey();
    const member = aMember();
    const lines = someLines();
    const held = random.whole(1, 12);
    const body = { storeId: STORE, memberCode: liveCode(member), lines };
    const put = (more: object) =>
      way.ask({ method: 'PUT', path: path('receipts', key), body: { ...body, ...more } }, random);
    const opened = await put({ state: 'open', hold: { points: held, minutes: 600 } });
    if (!accepted(key, opened, NO_POINTS)) return;
    if (random.chance(0.2)) {
      const answer = await put({ state: 'cancelled' });
      if (accepted(key, answer)) answers.refused.set(key, 'cancelled');
      return;
    }
    // Some pay with money after all, and show the plain card.
    const plain = random.chance(0.2);
    const burn = plain ? 0 : random.whole(0, held);
    const closed = await put({ state: 'closed', burn, ...(plain && { memberCode: member.cardNumber }) });
    if (!accepted(key, closed, NO_POINTS)) return;
    const told = integrationRoutes.putReceipt.reply.parse(closed.body);
    const earned = told.points.reduce((sum, each) => sum + (each.currency === 'points' ? each.points : 0), 0);
    const { memberId, receiptId } = told;
    if (!memberId || !receiptId) {
      answers.wrong.push(`${key} was closed and is nobody's`);
      return;
    }
    answers.receipts.set(key, { memberId, receiptId, earned, burnt: told.burn });
    remember(sold, { key, left: lines.map((line) => line.quantityMilli) });
  }

  async function returnSome(): Promise<void> {
    const receipt = sold.length > 0 ? random.pick(sold) : null;
    if (!receipt) return;
    const whole = random.chance(0.3);
    const lineNo = random.whole(1, receipt.left.length);
    const left = receipt.left[lineNo - 1] ?? 0;
    if (whole ? receipt.left.every((each) => each === 0) : left === 0) return;
    const quantityMilli = random.whole(1, left / 1_000) * 1_000;
    receipt.left = receipt.left.map((each, place) =>
      whole ? 0 : place === lineNo - 1 ? each - quantityMilli : each,
    );
    const what = whole ? { all: true } : { lines: [{ lineNo, quantityMilli }] };
    await tellReturn({ of: receipt.key, what });
  }

  /** The return comes first, and its sale after it. */
  async function returnBeforeSale(): Promise<void> {
    const of = newKey();
    await tellReturn({ of, what: { all: true } });
    await sale(of, { stays: false });
  }

  async function tellReturn({ of, what }: { of: string; what: object }): Promise<void> {
    const key = `${newKey()}/return`;
    const body = { storeId: STORE, externalId: key, ...what };
    const question = { method: 'POST', path: path('receipts', of, 'returns'), body } as const;
    const answer = await way.ask(question, random);
    if (!accepted(key, answer)) return;
    const settle = (answer: Answer): string => {
      const { returnId, memberId, takenBack, givenBack } = integrationRoutes.returnReceipt.reply.parse(
        answer.body,
      );
      if (!returnId || !memberId) return 'waiting';
      answers.returns.set(key, { memberId, returnId, takenBack, givenBack });
      answers.waiting.delete(key);
      return JSON.stringify(answers.returns.get(key));
    };
    const told = settle(answer);
    if (told === 'waiting')
      answers.waiting.set(key, async () => {
        const later = await way.ask(question, random);
        if (later.status < 300) return settle(later) !== 'waiting';
        answers.waiting.delete(key);
        return accepted(key, later);
      });
    remember(asked, { question, told: settle, before: told });
  }

  async function hold(): Promise<void> {
    const key = `${newKey()}/hold`;
    const held = random.whole(1, 15);
    const body = { memberCode: liveCode(aMember()), points: held, minutes: 600, key };
    const open = { method: 'POST', path: path('holds'), body } as const;
    const opened = await way.ask(open, random);
    if (!accepted(key, opened, NO_POINTS)) return;
    const note = (answer: Answer) => {
      const { memberId, holdId, points, captured, status } = integrationRoutes.openHold.reply.parse(
        answer.body,
      );
      answers.holds.set(key, { memberId, holdId, points, captured, status });
      return holdId;
    };
    const holdId = note(opened);
    if (random.chance(0.15)) return;
    const question = random.chance(0.7)
      ? ({
          method: 'POST',
          path: path('holds', holdId, 'capture'),
          body: random.chance(0.5) ? {} : { points: random.whole(1, held) },
        } as const)
      : ({ method: 'DELETE', path: path('holds', holdId) } as const);
    const settled = await way.ask(question, random);
    if (settled.status < 300) note(settled);
    else answers.wrong.push(`${key} was not settled: ${settled.status} ${JSON.stringify(settled.body)}`);
  }

  /** The same question gets the same answer, however late. */
  async function askAgain(): Promise<void> {
    const again = asked.length > 0 ? random.pick(asked) : null;
    if (!again) return;
    const answer = await way.ask(again.question, random);
    const told = answer.status < 300 ? again.told(answer) : JSON.stringify(answer);
    if (told !== again.before && again.before !== 'waiting')
      answers.wrong.push(`${JSON.stringify(again.question)}: first ${again.before}, then ${told}`);
    again.before = told;
  }

  return async () => {
    const chance = random.next();
    if (chance < 0.45) await sale(newKey());
    else if (chance < 0.57) await sale(newKey(), { burn: random.whole(1, 15) });
    else if (chance < 0.65) await basket();
    else if (chance < 0.81) await returnSome();
    else if (chance < 0.84) await returnBeforeSale();
    else if (chance < 0.95) await hold();
    else await askAgain();
  };
}

function sumOf(lines: Line[]): number {
  return lines.reduce((sum, line) => sum + line.amountMinor, 0);
}
