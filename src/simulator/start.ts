// Starts the simulator: one HTTP server with the Telegram Bot API, the Viber REST API, an SMS gateway, the control API
// and the page of phones. It is never part of the real service.
import Fastify, { type FastifyInstance } from 'fastify';
import { ZodError } from 'zod';
import { type Clock, systemClock } from '#src/lib/clock.ts';
import { NotOnScreen } from './acts.ts';
import { Missing } from './control-errors.ts';
import { loadRoutes } from './control-load.ts';
import { peopleRoutes } from './control-people.ts';
import { keepInFile } from './data-file.ts';
import { makeOutside } from './outside.ts';
import { pageRoutes } from './page-files.ts';
import { smsRoutes } from './sms.ts';
import { telegramRoutes } from './telegram/routes.ts';
import { viberRoutes } from './viber/routes.ts';
import { makeWorld, type World } from './world.ts';

export interface SimulatorOptions {
  /** 127.0.0.1 when left out. */
  host?: string;
  /** 0 takes any free port. */
  port: number;
  clock?: Clock;
  /** Of the chance in faults; 1 when left out. */
  seed?: number;
  /** The one token that is accepted; any token is when left out. */
  telegramToken?: string;
  viberToken?: string;
  /** Multiplies the waits before retries: 1 as in life (the default), 0.001 for tests. */
  timeScale?: number;
  /** What both messengers call the shop's bot; `Kartka` when left out. */
  botName?: string;
  /** Where people, chats and pictures are kept between runs; nothing is kept when left out. */
  dataFile?: string;
}

export interface Simulator {
  /** Such as `http://127.0.0.1:3001`, without a slash at the end. */
  url: string;
  stop(): Promise<void>;
}

const MAX_UPLOAD_BYTES = 55 * 1024 * 1024;

/** Resolves once it listens. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const {
    host = '127.0.0.1',
    port,
    clock = systemClock,
    seed = 1,
    timeScale = 1,
    botName = 'Kartka',
  } = options;
  const outside = makeOutside({ clock, seed, timeScale, botName });
  const world = makeWorld(outside, { telegram: options.telegramToken, viber: options.viberToken });
  const endKeeping = options.dataFile === undefined ? undefined : await keepInFile(world, options.dataFile);
  const app = Fastify({ logger: false, bodyLimit: MAX_UPLOAD_BYTES, forceCloseConnections: true });

  await app.register(async (scope) => telegramRoutes(scope, outside, world.telegram));
  await app.register(async (scope) => viberRoutes(scope, outside, world.viber));
  await app.register(async (scope) => smsRoutes(scope, outside, world.sms));
  await app.register(async (scope) => controlRoutes(scope, world));
  await app.register(async (scope) => pageRoutes(scope));

  world.url = await app.listen({ host, port });
  return {
    url: world.url,
    async stop() {
      for (const bot of world.telegram.all()) bot.updates.stop();
      for (const account of world.viber.all()) account.callbacks.stop();
      outside.timers.stop();
      await app.close();
      await endKeeping?.();
      await outside.agent.destroy();
    },
  };
}

function controlRoutes(app: FastifyInstance, world: World): void {
  app.setErrorHandler((cause, _request, reply) => {
    if (cause instanceof ZodError) {
      const first = cause.issues[0];
      return reply
        .code(400)
        .send({ error: `${first?.path.join('.') || 'body'}: ${first?.message ?? 'is not valid'}` });
    }
    if (cause instanceof NotOnScreen) return reply.code(409).send({ error: cause.message });
    if (cause instanceof Missing) return reply.code(404).send({ error: cause.message });
    const status =
      typeof cause === 'object' && cause !== null && 'statusCode' in cause ? Number(cause.statusCode) : 500;
    return reply.code(status).send({ error: cause instanceof Error ? cause.message : 'something broke' });
  });
  peopleRoutes(app, world);
  loadRoutes(app, world);
}
