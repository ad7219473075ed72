// Imports in the console: the file comes in parts, a worker does the work, and everything can be left and returned to.
import type { FastifyInstance } from 'fastify';
import { type ImportErrorShown, type ImportShown, importRoutes, PART_BYTES } from '#src/contract/imports.ts';
import { ImportFileError } from '#src/core/imports/import-file-error.ts';
import { MOST_ERRORS } from '#src/core/imports/import-kind.ts';
import { KINDS } from '#src/core/imports/kinds.ts';
import { type Import, listImports, listRowErrors, readImport } from '#src/core/imports/read-import.ts';
import { cancelImport, checkImport, createImport, writeImport } from '#src/core/imports/start-import.ts';
import { finishUpload, keepPart } from '#src/core/imports/upload-import.ts';
import { Refusal } from '#src/core/refusal.ts';
import { transaction } from '#src/db/client.ts';
import { BYTE_ORDER_MARK, csvRow } from '#src/lib/csv.ts';
import type { ImportId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { sendCsv } from '../send-csv.ts';
import { webSentence } from '../sentences.ts';
import { readValue, serve } from '../serve.ts';
import { unearnedSentences } from '../unearned-sentences.ts';
import { readActorNames } from './actor-names.ts';

const BODY_BYTES = Math.ceil(PART_BYTES / 3) * 4 + 1_024;
const MOST_LISTED = 50;
const MOST_SHOWN_ERRORS = 200;
const REFUSALS = [400, 401, 403, 404, 409, 422, 429, 503];

export function serveImports(app: FastifyInstance, { database, clock, poke }: HttpDeps): void {
  const { db } = database;
  const idOf = ({ importId }: { importId: string }) => importId as ImportId;
  const show = async (imports: Import[], language: Language): Promise<ImportShown[]> => {
    const nameOf = await readActorNames(db);
    return imports.map((each) => shown(each, { language, askedBy: nameOf(each.askedBy) }));
  };
  const showOne = async (read: Import, language: Language): Promise<ImportShown> => {
    const [one] = await show([read], language);
    if (!one) throw new Error('an import that was read is not shown');
    return one;
  };

  serve(app, importRoutes.listImports, async ({ request }) => ({
    imports: await show(await listImports(db, MOST_LISTED), signedIn(request).language),
  }));
  serve(
    app,
    importRoutes.createImport,
    async ({ body, request }) => {
      const { staffId: actor, language } = signedIn(request);
      const at = clock.now();
      const importId = await transaction(db, (tx) => createImport(tx, { ...body, actor, at }));
      return await showOne(await readImport(db, importId), language);
    },
    { refusals: REFUSALS },
  );
  serve(
    app,
    importRoutes.uploadPart,
    async ({ params, body }) => {
      const bytes = Buffer.from(body.base64, 'base64');
      await transaction(db, (tx) => keepPart(tx, { importId: idOf(params), partNo: params.partNo, bytes }));
      return null;
    },
    { bodyLimit: BODY_BYTES, refusals: [...REFUSALS, 413] },
  );
  serve(
    app,
    importRoutes.finishUpload,
    async ({ params, body, request }) => {
      const { staffId: actor, language } = signedIn(request);
      const finish = { importId: idOf(params), parts: body.parts, actor, at: clock.now() };
      const read = await orFileRefusal(language, () => transaction(db, (tx) => finishUpload(tx, finish)));
      return await showOne(read, language);
    },
    { refusals: REFUSALS },
  );
  serve(
    app,
    importRoutes.readImport,
    async ({ params, request }) => showOne(await readImport(db, idOf(params)), signedIn(request).language),
    { refusals: REFUSALS },
  );
  serve(
    app,
    importRoutes.checkImport,
    async ({ params, body, request }) => {
      const { staffId: actor, language } = signedIn(request);
      const start = { importId: idOf(params), ...body, actor, at: clock.now() };
      const read = await inWords(language, () => transaction(db, (tx) => checkImport(tx, start)));
      poke?.();
      return await showOne(read, language);
    },
    { refusals: REFUSALS },
  );
  for (const [told, act] of [
    [importRoutes.writeImport, writeImport],
    [importRoutes.cancelImport, cancelImport],
  ] as const)
    serve(
      app,
      told,
      async ({ params, request }) => {
        const { staffId: actor, language } = signedIn(request);
        const read = await transaction(db, (tx) =>
          act(tx, { importId: idOf(params), actor, at: clock.now() }),
        );
        poke?.();
        return await showOne(read, language);
      },
      { refusals: REFUSALS },
    );
  serve(
    app,
    importRoutes.listImportErrors,
    async ({ params, request }) => ({
      errors: await tellErrors(idOf(params), MOST_SHOWN_ERRORS, signedIn(request).language),
    }),
    { refusals: REFUSALS },
  );
  app.get(
    importRoutes.downloadImportErrors.url,
    { schema: { summary: importRoutes.downloadImportErrors.summary } },
    async (request, reply) => {
      const { language } = signedIn(request);
      const importId = idOf(readValue(importRoutes.downloadImportErrors.params, request.params));
      const errors = await tellErrors(importId, MOST_ERRORS, language);
      const name = (key: string) => webSentence(`imports.report.${key}`, language);
      const rows = [
        [name('row'), name('column'), name('value'), name('problem')],
        ...errors.map(({ rowNo, column, value, problem }) => [rowNo, column, value, problem]),
      ];
      const text = BYTE_ORDER_MARK + rows.map((row) => csvRow(row, { delimiter: ';' })).join('');
      return sendCsv(reply, `${importId}-errors`, text);
    },
  );

  async function tellErrors(
    importId: ImportId,
    limit: number,
    language: Language,
  ): Promise<ImportErrorShown[]> {
    const [{ header, columns }, errors] = await Promise.all([
      readImport(db, importId),
      listRowErrors(db, { importId, limit }),
    ]);
    return errors.map(({ rowNo, field, code, details, value }) => {
      const place = field === null ? undefined : columns[field];
      const column =
        place === undefined ? field && webSentence(`imports.fields.${field}`, language) : header[place];
      return {
        rowNo,
        column: column ?? '',
        value,
        problem: webSentence(`imports.rows.${code}`, language, details),
      };
    });
  }
}

function shown(read: Import, { language, askedBy }: { language: Language; askedBy: string }): ImportShown {
  const { kind, status, error } = read;
  const { fields, oneOf = [] } = KINDS[kind];
  return {
    ...read,
    fields: fields.map(({ field, required = false }) => ({
      field,
      label: webSentence(`imports.fields.${field}`, language),
      required,
      oneOf: oneOf.includes(field),
    })),
    earns: read.options.earns ?? false,
    unearned: unearnedSentences(read, language),
    progress: progressOf(read),
    counts: {
      new: read.countNew,
      changed: read.countChanged,
      same: read.countSame,
      skipped: read.countSkipped,
      wrong: read.countWrong,
    },
    problem: problemOf(read, language),
    canWrite:
      (status === 'checked' && read.countNew + read.countChanged > 0) ||
      (status === 'failed' && error === 'fault' && read.groupsDone > 0),
    askedBy,
    createdAt: read.createdAt.toISOString(),
    finishedAt: read.finishedAt?.toISOString() ?? null,
  };
}

/** Why it has ended without a result. */
function problemOf({ status, error, errorDetails, rowsRead }: Import, language: Language): string | null {
  if (status === 'checked' && rowsRead === 0) return webSentence('imports.file.no_rows', language);
  return error === null ? null : webSentence(`imports.file.${error}`, language, errorDetails);
}

/** Reading is about half of checking; when what was read is still there, writing needs no more reading. */
function progressOf({ status, fileBytes, bytesRead, groupsRead, groupsDone }: Import): number | null {
  if (status !== 'checking' && status !== 'writing') return null;
  const passed = groupsRead === 0 ? 0 : groupsDone / groupsRead;
  if (status === 'writing') return Math.min(1, passed);
  return Math.min(1, (0.6 * bytesRead) / Math.max(1, fileBytes) + 0.4 * passed);
}

async function orFileRefusal<T>(language: Language, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ImportFileError)) throw error;
    const { problem, details } = error;
    throw new Refusal('import_file', {
      problem,
      why: webSentence(`imports.file.${problem}`, language, details),
    });
  }
}

/** Fields by the names that people see. */
async function inWords<T>(language: Language, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'import_columns') throw error;
    const fields = String(error.details.fields)
      .split(', ')
      .map((field) => webSentence(`imports.fields.${field}`, language));
    throw new Refusal('import_columns', { fields: fields.join(', ') });
  }
}
