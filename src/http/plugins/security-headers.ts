// Headers that keep browsers from doing what our pages never ask for. The till's scanner needs the camera and
// WebAssembly; nothing comes from elsewhere. They are the same for every answer, so helmet is asked once: asked with each
// request it would build its policy anew, for longer than the rules take for a receipt.
import type { OutgoingHttpHeaders } from 'node:http';
import helmet from '@fastify/helmet';
import fp from 'fastify-plugin';

export const securityHeaders = fp<{ production: boolean }>(
  async (app, { production }) => {
    await app.register(helmet, {
      global: false,
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
    let headers: OutgoingHttpHeaders | undefined;
    app.addHook('onRequest', async (_request, reply) => {
      if (!headers) {
        reply.helmet();
        headers = {
          ...reply.raw.getHeaders(),
          'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=()',
        };
      }
      reply.headers(headers);
    });
  },
  { name: 'security-headers' },
);
