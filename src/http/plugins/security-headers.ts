// Headers that keep browsers from doing what our pages never ask for. The till's scanner needs the camera and
// WebAssembly; nothing comes from elsewhere. They are the same for every answer, so helmet is asked once, beside the app: asked
// with each request it would build its policy anew, for longer than the rules take for a receipt, and even where it is not
// asked it puts its own hooks before every request.
import type { OutgoingHttpHeaders } from 'node:http';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import Fastify from 'fastify';
import fp from 'fastify-plugin';

export const securityHeaders = fp<{ production: boolean }>(
  async (app, { production }) => {
    const headers = await headersOfHelmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
          workerSrc: ["'self'", 'blob:'],
          // Mantine and the charts write styles as they draw.
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          mediaSrc: ["'self'", 'blob:'],
          fontSrc: ["'self'", 'data:'],
          connectSrc: ["'self'"],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          ...(production ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: production ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginEmbedderPolicy: false,
      xFrameOptions: { action: 'deny' },
    });
    const all = {
      ...headers,
      'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=()',
    };
    const forPrograms = answersForPrograms(headers);
    app.addHook('onRequest', ({ routeOptions }, reply, done) => {
      reply.headers(routeOptions.url?.startsWith(API) ? forPrograms : all);
      done();
    });
  },
  { name: 'security-headers' },
);

const API = '/api/v1/';

/**
 * JSON for programs, with every receipt of every till: what tells a browser how to show a page says nothing of it, and is longer
 * than the answer. A browser that shows it all the same may do nothing with it.
 */
function answersForPrograms(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const kept = ['x-content-type-options', 'cross-origin-resource-policy', 'strict-transport-security'];
  return {
    ...Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name))),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  };
}

async function headersOfHelmet(options: FastifyHelmetOptions): Promise<OutgoingHttpHeaders> {
  const asked = Fastify();
  await asked.register(helmet, options);
  let headers: OutgoingHttpHeaders = {};
  asked.get('/', async (_request, reply) => {
    headers = reply.raw.getHeaders();
    return '';
  });
  await asked.inject('/');
  await asked.close();
  return headers;
}
