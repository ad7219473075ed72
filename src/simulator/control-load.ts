// The control API about faults, counts, lazy people and the trace.
import type { FastifyInstance } from 'fastify';
import { Missing } from './control-errors.ts';
import { fault, lazyQuery, lazySettings, lazyUpdates, rateModel, traceLines } from './control-schemas.ts';
import { writeAsLazy } from './lazy-updates.ts';
import { readCode } from './read-code.ts';
import { streamEvents } from './streams.ts';
import { resetWorld, type World } from './world.ts';

export function loadRoutes(app: FastifyInstance, world: World): void {
  const { outside, trace } = world;

  app.post('/control/faults', (request) => ({ faultId: outside.faults.add(fault.parse(request.body)) }));
  app.delete('/control/faults', () => {
    outside.faults.clear();
    return {};
  });

  app.get('/control/stats', () => outside.stats.read());
  app.get('/control/requests', () => outside.stats.newestRequests());
  app.post('/control/rate-model', (request) => {
    const { telegram } = rateModel.parse(request.body);
    for (const bot of world.telegram.all()) bot.rate.enabled = telegram;
    return {};
  });
  app.post('/control/reset', () => {
    resetWorld(world);
    return {};
  });

  app.get('/control/lazy/received', (request) =>
    outside.lazy.received(lazyQuery.parse(request.query).messenger),
  );
  app.post('/control/lazy/updates', (request) => ({
    queued: writeAsLazy(world, lazyUpdates.parse(request.body)),
  }));
  app.post('/control/lazy/settings', (request) => {
    outside.lazy.viberDelivered = lazySettings.parse(request.body).viberDelivered;
    return {};
  });

  app.post('/control/trace', (request) => {
    trace.add(traceLines.parse(request.body));
    return {};
  });
  app.get('/control/trace', () => trace.newest());
  app.get('/control/trace/events', (request, reply) => {
    streamEvents(request, reply, (send) => {
      for (const line of trace.newest()) send(line);
      trace.watchers.add(send);
      return () => trace.watchers.delete(send);
    });
  });

  app.get<{ Params: { id: string } }>('/control/files/:id', (request, reply) => {
    const file = outside.files.find(request.params.id);
    if (!file) throw new Missing('no such file, or not any more');
    return reply
      .header('content-type', file.contentType)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .send(file.bytes);
  });

  app.get<{ Params: { id: string } }>('/control/files/:id/code', async (request) => {
    const file = outside.files.find(request.params.id);
    if (!file) throw new Missing('no such file, or not any more');
    return { code: await readCode(file.bytes) };
  });
}
