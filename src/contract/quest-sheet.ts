// Tasks of quests as spreadsheets.
import { z } from 'zod';
import { questId, questShown } from './quests.ts';
import { route } from './route.ts';

const count = z.int().min(0);
const params = z.strictObject({ questId });
const format = z.enum(['xlsx', 'csv']).default('xlsx');
/** Before it is base64. A sheet of five hundred tasks in three languages has about 300 KB. */
export const MOST_SHEET_BYTES = 4 * 1024 * 1024;

export const takenSheet = z.object({
  taken: z.boolean().meta({ description: 'False: something is wrong, or it was only looked at.' }),
  added: count,
  changed: count,
  same: count,
  removed: count,
  newChapters: count,
  problems: z.array(
    z.object({
      row: count.meta({ description: 'As a spreadsheet counts: the heading is row 1.' }),
      column: z.string().meta({ description: 'In the reader’s language.' }),
      value: z.string().meta({ description: 'What stands there; empty: it is not about one value.' }),
      sentence: z.string(),
    }),
  ),
});
export type TakenSheet = z.output<typeof takenSheet>;

export const questSheetRoutes = {
  takeSheet: route({
    method: 'POST',
    url: '/api/marketing/quests/:questId/sheet',
    summary: 'Tasks from a CSV or XLSX: a row finds its task by its key; all of it or nothing',
    params,
    body: z.strictObject({
      base64: z.base64().max(Math.ceil(MOST_SHEET_BYTES / 3) * 4),
      version: count,
      onlyThese: z.boolean().default(false).meta({ description: 'Tasks that the sheet does not name go.' }),
      dryRun: z.boolean().default(false).meta({ description: 'Look only; nothing is written.' }),
    }),
    reply: takenSheet,
  }),
  createFromSample: route({
    method: 'POST',
    url: '/api/marketing/quests/sample',
    summary: 'A draft of the weekend quest that ships with the product: a hundred tasks in three languages',
    reply: questShown,
    statuses: [201],
  }),
  /** Files, sent as they are. */
  readSheet: route({
    method: 'GET',
    url: '/api/marketing/quests/:questId/sheet',
    summary: 'The tasks of a quest as a spreadsheet, to be changed and brought back',
    params,
    query: z.strictObject({ format }),
    reply: z.string(),
  }),
  readTemplate: route({
    method: 'GET',
    url: '/api/marketing/quest-sheets/:name',
    summary: '`template`: a task of every type with explanations; `sample`: the whole weekend quest',
    params: z.strictObject({ name: z.enum(['template', 'sample']) }),
    query: z.strictObject({ format }),
    reply: z.string(),
  }),
};
