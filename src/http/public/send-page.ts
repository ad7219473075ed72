import type { FastifyReply } from 'fastify';

export function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply.header('vary', 'accept-language').type('text/html; charset=utf-8').send(page);
}
