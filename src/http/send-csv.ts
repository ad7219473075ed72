// Answers that are files for a spreadsheet.
import type { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { CsvForm } from '#src/lib/csv.ts';

/** `name` without its ending. */
export function sendCsv(reply: FastifyReply, name: string, text: string | Readable): FastifyReply {
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .send(text);
}

/** The sign between cells, from its name in a query. */
export function delimiterOf(name: 'comma' | 'semicolon'): CsvForm['delimiter'] {
  return name === 'comma' ? ',' : ';';
}
