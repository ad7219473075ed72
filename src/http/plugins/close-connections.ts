// A connection that was answering when the server began to close is idle a moment later, and then nobody closes it: its
// other end may keep it for all of the 72 s that the server allows. So from then on every answer is followed by a look.
import fp from 'fastify-plugin';

export const closeConnections = fp(
  async (app) => {
    let closing = false;
    app.addHook('preClose', async () => {
      closing = true;
    });
    app.addHook('onResponse', (_request, _reply, done) => {
      if (closing) setImmediate(() => app.server.closeIdleConnections());
      done();
    });
  },
  { name: 'close-connections' },
);
