// Tasks of quests as spreadsheets: brought in, taken out, and the files to begin with.
import type { FastifyInstance, FastifyReply } from 'fastify';
import { MOST_SHEET_BYTES, questSheetRoutes } from '#src/contract/quest-sheet.ts';
import type { QuestDraft } from '#src/core/quests/author/quest-draft.ts';
import { createSample, readSample } from '#src/core/quests/author/sample/weekend-quest.ts';
import { COLUMN_NAMES, SHEET_COLUMNS } from '#src/core/quests/author/sheet/columns.ts';
import { takeSheet } from '#src/core/quests/author/sheet/take-sheet.ts';
import { say, TYPE_WORDS } from '#src/core/quests/author/sheet/words.ts';
import {
  fileOf,
  type SheetFormat,
  type SheetHelp,
  writeSheet,
} from '#src/core/quests/author/sheet/write-sheet.ts';
import { TASK_TYPES } from '#src/core/quests/task-content.ts';
import { transaction } from '#src/db/client.ts';
import { problemSentence } from '#src/lib/i18n.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import type { HttpDeps } from '../deps.ts';
import { signedIn } from '../plugins/staff-session.ts';
import { webSentence } from '../sentences.ts';
import { readValue, serve } from '../serve.ts';
import { tellQuest } from './tell-quest.ts';

const REFUSALS = [400, 401, 403, 404, 409, 413, 422, 429, 503];
const BODY_BYTES = Math.ceil(MOST_SHEET_BYTES / 3) * 4 + 1_024;

/** Inside of the marketing group, which says who may come in. */
export function questSheetGroup(app: FastifyInstance, deps: HttpDeps): void {
  const { database, clock } = deps;
  const { db } = database;

  serve(
    app,
    questSheetRoutes.takeSheet,
    async ({ params, body, request }) => {
      const { staffId: actor, language: reader } = signedIn(request);
      const { base64, ...rest } = body;
      const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
      const questId = params.questId as QuestId;
      const asked = { ...rest, questId, bytes, reader, actor, at: clock.now() };
      const { problems, ...taken } = await transaction(db, (tx) => takeSheet(tx, asked));
      return {
        ...taken,
        problems: problems.map(({ row, column, value, problem, values }) => ({
          row,
          column: COLUMN_NAMES[reader][column],
          value,
          sentence: problemSentence(reader, problem, values),
        })),
      };
    },
    { bodyLimit: BODY_BYTES, refusals: REFUSALS },
  );

  serve(
    app,
    questSheetRoutes.createFromSample,
    async ({ request }) => {
      const fresh = { actor: signedIn(request).staffId, at: clock.now() };
      return await tellQuest(deps, await transaction(db, (tx) => createSample(tx, fresh)));
    },
    { refusals: REFUSALS },
  );

  const sheet = questSheetRoutes.readSheet;
  app.get(sheet.url, { schema: { summary: sheet.summary } }, async (request, reply) => {
    const { language: reader } = signedIn(request);
    const { questId } = readValue(sheet.params, request.params);
    const { format } = readValue(sheet.query, request.query);
    const asked = { questId: questId as QuestId, format, reader, help: helpIn(reader) };
    return sendSheet(reply, `tasks-${questId}`, { format, bytes: await writeSheet(db, asked) });
  });

  const ready = questSheetRoutes.readTemplate;
  app.get(ready.url, { schema: { summary: ready.summary } }, async (request, reply) => {
    const { language: reader } = signedIn(request);
    const { name } = readValue(ready.params, request.params);
    const { format } = readValue(ready.query, request.query);
    const whole = await readSample();
    const draft = name === 'sample' ? whole : oneOfEach(whole);
    const asked = { format, reader, stores: [], help: helpIn(reader) };
    return sendSheet(reply, `quest-${name}`, { format, bytes: await fileOf(draft, asked) });
  });
}

/** A task of every type, in the chapters in which they stand. */
function oneOfEach({ chapters, tasks }: Pick<QuestDraft, 'chapters' | 'tasks'>) {
  const first = TASK_TYPES.map((type) => tasks.find(({ content }) => content.ask.type === type));
  return { chapters, tasks: first.filter((task) => task !== undefined) };
}

const MEDIA: Record<SheetFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

function sendSheet(
  reply: FastifyReply,
  name: string,
  { format, bytes }: { format: SheetFormat; bytes: Buffer },
): FastifyReply {
  return reply
    .type(MEDIA[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .send(bytes);
}

/** How a sheet is filled in: each column, then each type of task. */
function helpIn(reader: Language): SheetHelp {
  const word = (key: string) => webSentence(`questSheet.${key}`, reader);
  return {
    tasks: word('tasks'),
    help: word('help'),
    rows: [
      [word('column'), word('how')],
      ...SHEET_COLUMNS.map((column) => [COLUMN_NAMES[reader][column], word(`columns.${column}`)]),
      ['', ''],
      [COLUMN_NAMES[reader].type, word('how')],
      ...TASK_TYPES.map((type) => [say(TYPE_WORDS[type], reader), word(`types.${type}`)]),
    ],
  };
}
