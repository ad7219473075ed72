// The two messengers as the configuration has them: how to send through them and how their updates come in.
import type { FastifyPluginAsync } from 'fastify';
import type { Logger } from 'pino';
import { welcome } from '#bots/dialogue/welcome.ts';
import { hearMoved } from '#bots/telegram/hear-moved.ts';
import { readInitData } from '#bots/telegram/init-data.ts';
import { telegramMessenger } from '#bots/telegram/messenger.ts';
import { pollTelegram } from '#bots/telegram/poll.ts';
import { setUpTelegram } from '#bots/telegram/set-up.ts';
import { telegramWebhook } from '#bots/telegram/webhook.ts';
import { viberMessenger } from '#bots/viber/messenger.ts';
import type { Receipt as ViberReceipt } from '#bots/viber/read-callback.ts';
import { setUpViber } from '#bots/viber/set-up.ts';
import { viberWebhook } from '#bots/viber/webhook.ts';
import { cardPageOf } from './card-page-of.ts';
import type { Config } from './config.ts';
import { pictureDrawer } from './core/deliveries/draw-picture.ts';
import type { Messenger } from './core/deliveries/messenger.ts';
import { pictureUrl } from './core/deliveries/picture-link.ts';
import type { Picture } from './core/deliveries/prompt.ts';
import { gatherReceipts } from './core/deliveries/settle-receipts.ts';
import type { KnownProgramme } from './core/stores/known-programme.ts';
import type { Database } from './db/client.ts';
import type { Clock } from './lib/clock.ts';

export interface Bots {
  messengers: Messenger[];
  /** Where people find the bots: Telegram's name without @, Viber's chat URI. Filled once the messengers have told. */
  addresses: { telegram?: string; viber?: string };
  /** Who opened a page inside Telegram; see bots/telegram/init-data.ts. */
  readInitData: (initData: string, at: Date) => { externalId: string } | null;
  /** The routes at which updates come in; `stored` is called after each that was new. */
  webhooks(stored: () => void): FastifyPluginAsync[];
  /** Tells the messengers where updates go, or begins to poll. Goes on trying in the background. */
  receive(stored: () => void): { stop(): Promise<void> };
  /** Learns the shop's name, which Viber shows above every message; for when there is a shop. */
  learnName(): void;
  close(): Promise<void>;
}

interface ConnectBots {
  config: Config;
  database: Database;
  clock: Clock;
  known: () => Promise<KnownProgramme>;
  log: Logger;
}

export function connectBots({ config, database, clock, known, log }: ConnectBots): Bots {
  const { telegram, viber, publicUrl, secretKey } = config;
  const { sql } = database;
  const addresses: Bots['addresses'] = {};
  const viberLook = {
    publicPictureUrl: (picture: Picture) => pictureUrl(picture, { publicUrl, secretKey, at: clock.now() }),
    // The shop's name, from `learnName` on.
    sender: { name: 'Kartka' },
  };
  const toTelegram =
    telegram &&
    telegramMessenger({
      ...telegram,
      drawPicture: pictureDrawer({ known, db: database.db, publicUrl }),
      onMoved: hearMoved({ sql, clock, log }),
    });
  const toViber = viber && viberMessenger({ ...viber, ...viberLook, clock });
  const both = [toTelegram, toViber].filter((each) => each !== null);

  return {
    messengers: both,
    addresses,
    readInitData: (initData, at) => telegram && readInitData(initData, { token: telegram.token, at }),
    webhooks(onStored) {
      const plugins: FastifyPluginAsync[] = [];
      if (telegram) {
        const options = { secret: telegram.webhookSecret, sql, clock, onStored };
        plugins.push((app) => telegramWebhook(app, options));
      }
      if (viber) {
        const options = { ...viberLook, token: viber.token, sql, clock, onStored, welcome };
        const receipts = gatherReceipts(database.db);
        const onReceipt = ({ kind, messageToken, desc, ...rest }: ViberReceipt) => {
          const receipt = {
            messenger: 'viber',
            externalMessageId: messageToken,
            receipt: kind,
            reason: desc,
          } as const;
          return receipts.settle({ ...rest, ...receipt });
        };
        plugins.push((app) => viberWebhook(app, { ...options, onReceipt }));
      }
      return plugins;
    },
    receive(onStored) {
      const stopping = new AbortController();
      const { signal } = stopping;
      const words = plainWords(log);
      const setUps: Promise<unknown>[] = [];
      if (telegram) {
        const { mode, webhookSecret: secret } = telegram;
        const updates = mode === 'polling' ? { mode } : { mode, publicUrl, secret };
        const { url: cardPage } = cardPageOf(config);
        const told = setUpTelegram({ ...telegram, updates, cardPage, log: words, signal });
        setUps.push(
          told.then((name) => {
            if (name) addresses.telegram = name;
          }),
        );
      }
      if (viber) {
        const told = setUpViber({ ...viber, publicUrl, log: words, signal });
        setUps.push(
          told.then((known) => {
            if (known?.uri) addresses.viber = known.uri;
          }),
        );
      }
      const polling =
        telegram?.mode === 'polling' ? pollTelegram({ ...telegram, sql, clock, log: words, onStored }) : null;
      return {
        async stop() {
          stopping.abort();
          await polling?.stop();
          await Promise.allSettled(setUps);
        },
      };
    },
    learnName() {
      known().then(
        ({ programme }) => {
          viberLook.sender.name = programme.shopName;
        },
        (error: unknown) => log.warn({ err: error }, 'the name of the shop could not be read'),
      );
    },
    async close() {
      await Promise.all(both.map((messenger) => messenger.close()));
    },
  };
}

/** The adapters speak in plain words. */
function plainWords(log: Logger) {
  return {
    info: (text: string) => log.info(text),
    warn: (text: string) => log.warn(text),
    error: (text: string) => log.error(text),
  };
}
