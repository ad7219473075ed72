// What the HTTP face needs from the process around it.
import type { FastifyBaseLogger, FastifyPluginAsync } from 'fastify';
import type { Config } from '#src/config.ts';
import type { Key } from '#src/core/deliveries/prompt.ts';
import type { ReceiptDesk } from '#src/core/receipts/receipt-desk.ts';
import type { KnownRulesReader } from '#src/core/rules/known-rules.ts';
import type { KnownProgramme } from '#src/core/stores/known-programme.ts';
import type { Database } from '#src/db/client.ts';
import type { Clock } from '#src/lib/clock.ts';
import type { Language } from '#src/lib/language.ts';

export interface HttpDeps {
  config: Pick<Config, 'production' | 'publicUrl' | 'secretKey'> &
    Partial<Pick<Config, 'webhooksToLoopback' | 'sms'>>;
  database: Pick<Database, 'db' | 'sql'>;
  clock: Clock;
  /** Requests are not logged one by one; faults and what the process does are. */
  log: FastifyBaseLogger;
  receiptDesk: ReceiptDesk;
  known: () => Promise<KnownProgramme>;
  rules: KnownRulesReader;
  /**
   * Where people find the bots, once the messengers have told: Telegram's name without @, Viber's chat URI. Read anew
   * with each page.
   */
  bots?: { telegram?: string | undefined; viber?: string | undefined };
  /** Who opened a page inside Telegram, by what Telegram says and signs; null when it says nothing of the kind. */
  readInitData?: ((initData: string, at: Date) => { externalId: string } | null) | undefined;
  /** Wallets that cards can be taken into; none when left out. */
  wallets?: Config['wallets'] | undefined;
  /** The bots' webhooks, each with all it needs already inside. */
  webhooks?: FastifyPluginAsync[];
  /** The built console: a folder with index.html. Left out: only the rest is served. */
  consoleDir?: string | undefined;
  /** The built page of the card: a folder with its assets. Left out: there is no such page. */
  cardDir?: string | undefined;
  /** The built page of the games of quests, the same. */
  gameDir?: string | undefined;
  /** Origins that may show these pages inside a frame. */
  cardFramedBy?: readonly string[] | undefined;
  /** True from the moment the process begins to stop: `/ready` then says no. */
  draining?: () => boolean;
  /** The keyboard that stays below the chat: a message without one takes Viber's away. */
  keyboard?: (language: Language) => Key[][];
  /** Called after something was stored that a worker may pick up at once. */
  poke?: () => void;
}
