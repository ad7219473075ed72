// Tables as CSV, streamed as they are read. What a role may not see it cannot take: marketers get phones masked.
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { exportRoutes } from '#src/contract/exports.ts';
import {
  columnNames,
  EXPORT_NAMES,
  EXPORT_TABLES,
  type ExportName,
  type ExportTable,
} from '#src/core/exports/export-tables.ts';
import { type ExportAsked, noteExport, streamExport } from '#src/core/exports/stream-export.ts';
import { Refusal } from '#src/core/refusal.ts';
import { readProgramme } from '#src/core/stores/read-programme.ts';
import { transaction } from '#src/db/client.ts';
import { DAY_MS, startOfDay } from '#src/lib/zoned.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { delimiterOf, sendCsv } from '../send-csv.ts';
import { readValue, serve } from '../serve.ts';

/** Each keeps a connection for as long as somebody downloads. */
const MOST_AT_ONCE = 2;

export function serveExports(app: FastifyInstance, { database, clock }: HttpDeps): void {
  const { db, sql } = database;
  let running = 0;

  serve(app, exportRoutes.listExports, async ({ request }) => {
    const { role } = signedIn(request);
    const mine = EXPORT_NAMES.filter((name) => mayTake(name, role));
    const tables = mine.map((name) => ({
      name,
      columns: columnNames(name),
      hasTime: 'time' in EXPORT_TABLES[name],
    }));
    return { tables, mayTakePhones: role === 'admin' };
  });

  app.get(
    exportRoutes.takeExport.url,
    { schema: { summary: exportRoutes.takeExport.summary } },
    async (request, reply) => {
      const { staffId: actor, role } = signedIn(request);
      const { name: wanted } = readValue(exportRoutes.takeExport.params, request.params);
      const query = readValue(exportRoutes.takeExport.query, request.query);
      const name = EXPORT_NAMES.find((each) => `${each}.csv` === wanted);
      if (!name) throw new Refusal('not_found', { what: 'export' });
      if (!mayTake(name, role) || (query.phones === 'whole' && role !== 'admin'))
        throw new Refusal('forbidden');
      if (running >= MOST_AT_ONCE) throw new Refusal('too_many_attempts', { minutes: 1 });
      const { timeZone } = await readProgramme(db);
      const day = (date: string, days: number) =>
        new Date(startOfDay(Date.parse(date) + DAY_MS / 2, timeZone, days));
      const asked: ExportAsked = {
        name,
        delimiter: delimiterOf(query.delimiter),
        mark: query.excel === 'yes',
        wholePhones: query.phones === 'whole',
        ...(query.from && { from: day(query.from, 0) }),
        // The last day is meant to be in it.
        ...(query.until && { until: day(query.until, 1) }),
      };
      await transaction(db, (tx) => noteExport(tx, { asked, actor, at: clock.now() }));
      running++;
      const stream = Readable.from(streamExport(sql, asked));
      stream.once('close', () => {
        running--;
      });
      return sendCsv(reply, name, stream);
    },
  );
}

function mayTake(name: ExportName, role: string): boolean {
  const { roles }: ExportTable = EXPORT_TABLES[name];
  return roles.some((each) => each === role);
}
