// Reads bodies of JSON as Fastify does, and notes which cannot hold text that PostgreSQL cannot keep: such text comes
// into JSON by an escape only (a bare U+0000 is no JSON, and half a surrogate pair is no UTF-8), so a body without any
// need not be looked through.
import fp from 'fastify-plugin';

export const jsonBody = fp(
  async (app) => {
    const parse = app.getDefaultJsonParser('error', 'error');
    app.decorateRequest('isPlainJson', false);
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
      // Some systems name a type with every request; whether a body is needed is for the schema of the route to say.
      if (body === '') return done(null);
      request.isPlainJson = !body.includes('\\u');
      void parse(request, body, done);
    });
  },
  { name: 'json-body' },
);

declare module 'fastify' {
  interface FastifyRequest {
    /** Its body is JSON without escapes of characters by number. */
    isPlainJson: boolean;
  }
}
