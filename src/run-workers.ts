// The workers of this process, with pools of their own.
import type { Logger } from 'pino';
import { converseAll } from '#bots/dialogue/converse.ts';
import type { DialogueEvent } from '#bots/dialogue/event.ts';
import { readTelegramUpdate } from '#bots/telegram/read-update.ts';
import { readViberCallback } from '#bots/viber/read-callback.ts';
import { menuKeyboard } from '#src/core/deliveries/menu-keys.ts';
import { sweepReceipts } from '#src/core/receipts/sweep-receipts.ts';
import { cardPageOf } from './card-page-of.ts';
import type { Config } from './config.ts';
import { campaignLinks } from './core/campaigns/content/campaign-link.ts';
import { sweepCardLinks } from './core/cards/card-link.ts';
import { endChallenges, tellChallenges } from './core/challenges/tell-challenges.ts';
import { sweepToldProgress } from './core/challenges/told-progress.ts';
import { followFriends } from './core/friends/follow-friends.ts';
import { sweepImports } from './core/imports/sweep-imports.ts';
import { forgetErased } from './core/members/forget-erased.ts';
import type { SmsMessage } from './core/members/sms-gateway.ts';
import { sweepUnfinished } from './core/members/sweep-unfinished.ts';
import { sweepWords } from './core/members/sweep-words.ts';
import { turboSms } from './core/members/turbo-sms.ts';
import { expireCoupons } from './core/offers/expire-coupons.ts';
import { tellCoupons } from './core/offers/tell-coupons.ts';
import { watchOffers } from './core/offers/watch-offers.ts';
import { applePush } from './core/passes/apple-push.ts';
import { googleUpdate } from './core/passes/google-update.ts';
import { sweepGames } from './core/quests/games/open-game.ts';
import { applyWaitingReturns, logUnbooked } from './core/receipts/apply-waiting-returns.ts';
import { endOpenReceipts } from './core/receipts/end-open-receipts.ts';
import { expireBurnRequests } from './core/receipts/read-burn-request.ts';
import type { KnownRulesReader } from './core/rules/known-rules.ts';
import { watchBudgets } from './core/rules/watch-budgets.ts';
import { sweepShopping } from './core/shopping/shopping-list.ts';
import type { KnownProgramme } from './core/stores/known-programme.ts';
import { followTriggers } from './core/triggers/follow-triggers.ts';
import { sweepTriggers } from './core/triggers/sweep-triggers.ts';
import { connect } from './db/client.ts';
import type { Clock } from './lib/clock.ts';
import type { Bots } from './run-bots.ts';
import { startWorkers, type Workers } from './workers/start-workers.ts';
import type { TraceStep } from './workers/worker-deps.ts';

/** Read in one transaction, which locks the points of everybody they concern. */
const FRIEND_EVENTS = 200;

interface RunWorkers {
  config: Config;
  databaseUrl: string;
  connections: number;
  clock: Clock;
  log: Logger;
  known: () => Promise<KnownProgramme>;
  rules: KnownRulesReader;
  bots: Bots;
  trace?: (line: TraceStep) => void;
}

export function runWorkers(options: RunWorkers): Workers {
  const { config, databaseUrl, clock, log, known, rules, bots, trace } = options;
  const database = connect(databaseUrl, { max: options.connections, applicationName: 'kartka workers' });
  const sms = config.sms && turboSms(config.sms);
  const { secretKey, publicUrl } = config;
  const apple = config.wallets.apple && applePush(config.wallets.apple);
  const google = config.wallets.google && googleUpdate(config.wallets.google, clock);
  const openWallets = { apple: apple !== null, google: google !== null };
  // Until the messenger has told the bot's name, and in a process that never asks, our own page leads there.
  const chatAddress = (payload: string) =>
    bots.addresses.telegram
      ? `https://t.me/${bots.addresses.telegram}?start=${payload}`
      : `${publicUrl}/go/${payload}`;
  const dialogue = {
    known,
    rules,
    secretKey,
    publicUrl,
    cardPage: cardPageOf(config).url,
    gamePage: cardPageOf(config).gameUrl,
    chatAddress,
    wallets: openWallets,
  };
  const sendSms = async (message: SmsMessage) => {
    const sent = sms
      ? await sms.send(message)
      : { outcome: 'failed' as const, reason: 'no SMS gateway is set up' };
    if (sent.outcome !== 'sent')
      log.warn({ outcome: sent.outcome, reason: sent.reason }, 'an SMS was not sent');
  };
  const asked = async () => {
    const [inForce, { programme }] = await Promise.all([rules(), known()]);
    return { rules: inForce, timeZone: programme.timeZone };
  };
  const workers = startWorkers<DialogueEvent>({
    database,
    databaseUrl,
    ...(config.databaseReplicaUrl && { replicaUrl: config.databaseReplicaUrl }),
    clock,
    log,
    messengers: bots.messengers,
    campaignLinks: campaignLinks({ publicUrl, secretKey }),
    ...(sms && { sms }),
    inForce: async () => ({ known: await known(), rules: await rules() }),
    readUpdate: {
      telegram: (payload, at) => readTelegramUpdate(payload, at)?.event ?? null,
      viber: (payload, at) => readViberCallback(payload, at)?.event ?? null,
    },
    async converse(tx, events) {
      const conversed = await converseAll(tx, events, dialogue);
      return conversed.map(({ scene, sms: messages, locksMember }) => ({
        scene,
        locksMember,
        async afterCommit() {
          await Promise.all(messages.map(sendSms));
        },
      }));
    },
    keyboard: menuKeyboard,
    everyMinute: [
      expireBurnRequests,
      forgetErased,
      sweepUnfinished,
      sweepWords,
      sweepCardLinks,
      sweepGames,
      sweepShopping,
      watchBudgets,
      watchOffers,
      endChallenges,
      sweepToldProgress,
      sweepImports,
      (tx, at) => endOpenReceipts(tx, at),
      (tx, at) => sweepReceipts(tx, at),
    ],
    again: [
      async (tx, at) =>
        (await followFriends(tx, { at, limit: FRIEND_EVENTS, secretKey: config.secretKey })) ===
        FRIEND_EVENTS,
      async (tx, at) => {
        const applied = await applyWaitingReturns(tx, { at, known: await known() });
        logUnbooked(log, applied);
        return applied.settled > 0;
      },
      expireCoupons,
      // At its own pace: what is left has its turn in a minute.
      async (tx, at) => {
        await tellCoupons(tx, at);
        return false;
      },
      async (tx, at) => {
        await tellChallenges(tx, at);
        return false;
      },
    ],
    triggers: {
      follow: async (tx, at, limit) => await followTriggers(tx, { ...(await asked()), at, limit }),
      sweep: async (tx, at, limit) => await sweepTriggers(tx, { ...(await asked()), at, limit }),
    },
    ...((apple || google) && { wallets: { apple, google } }),
    teams: { chatAddress },
    webhooks: { secretKey, loopback: config.webhooksToLoopback },
    ...(trace && { trace }),
  });
  return {
    poke: workers.poke,
    async stop() {
      await workers.stop();
      apple?.close();
      await google?.close();
      await database.close();
    },
  };
}
