// How fast a bot may send. The model is off until it is switched on; retry_after given by a fault is watched always.
// Numbers: about 30 messages a second overall, about one a second per chat with a short burst, 1,000 a second when
// paid (core.telegram.org/bots/faq). The real limits are unspecified and move.
import type { Outside } from '../outside.ts';

const BULK_PER_SECOND = 30;
const PAID_PER_SECOND = 1_000;
const CHAT_PER_SECOND = 1;
const CHAT_BURST = 5;
/** Requests that were under way when the 429 was answered are no violation; they land within this time. */
const GRACE_MS = 300;

export interface RateModel {
  enabled: boolean;
  /** Stars spent on paid broadcast, in tenths. */
  paidTenths: number;
  /** Seconds to wait when this send is too many, else 0. */
  take(chatId: string, paid: boolean): number;
  /** A 429 was answered for `seconds`; for one chat only, or for the whole bot when left out. */
  punish(seconds: number, chatId?: string): void;
  /** Called for every send, to count those that come although retry_after has not passed. */
  watch(chatId: string): void;
  clear(): void;
}

interface Bucket {
  tokens: number;
  at: number;
}

export function makeRateModel(outside: Outside): RateModel {
  const chats = new Map<string, Bucket>();
  const quiet = new Map<string, { from: number; until: number }>();
  let bulk: Bucket = { tokens: BULK_PER_SECOND, at: 0 };
  let paidBulk: Bucket = { tokens: PAID_PER_SECOND, at: 0 };
  let ignored = 0;
  const now = (): number => outside.clock.now().getTime();

  /** Takes a token; the result is the seconds until there would be one, or 0. */
  function draw(bucket: Bucket, perSecond: number, burst: number): number {
    const at = now();
    bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.at) / 1_000) * perSecond);
    bucket.at = at;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
  }

  const model: RateModel = {
    enabled: false,
    paidTenths: 0,
    take(chatId, paid) {
      if (!model.enabled) return 0;
      if (chats.size > 50_000) chats.clear();
      const chat = chats.get(chatId) ?? { tokens: CHAT_BURST, at: now() };
      chats.set(chatId, chat);
      if (paid) model.paidTenths += 1;
      const wait = Math.max(
        draw(chat, CHAT_PER_SECOND, CHAT_BURST),
        paid
          ? draw(paidBulk, PAID_PER_SECOND, PAID_PER_SECOND)
          : draw(bulk, BULK_PER_SECOND, BULK_PER_SECOND),
      );
      // Whoever goes on sending waits longer each time.
      return wait === 0 ? 0 : wait + Math.min(ignored, 60);
    },
    punish(seconds, chatId) {
      if (quiet.size > 10_000) quiet.clear();
      const at = now();
      quiet.set(chatId ?? '', { from: at + GRACE_MS, until: at + seconds * 1_000 });
    },
    watch(chatId) {
      if (quiet.size === 0) return;
      const at = now();
      for (const key of ['', chatId]) {
        const period = quiet.get(key);
        if (!period) continue;
        if (at >= period.until) {
          quiet.delete(key);
          if (quiet.size === 0) ignored = 0;
        } else if (at >= period.from) {
          ignored += 1;
          outside.stats.count('ignoredRetryAfter');
          return;
        }
      }
    },
    clear() {
      chats.clear();
      quiet.clear();
      bulk = { tokens: BULK_PER_SECOND, at: 0 };
      paidBulk = { tokens: PAID_PER_SECOND, at: 0 };
      ignored = 0;
      model.enabled = false;
    },
  };
  return model;
}
