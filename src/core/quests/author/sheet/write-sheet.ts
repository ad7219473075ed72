import type { Reader } from '#src/db/client.ts';
import type { QuestId } from '#src/lib/id.ts';
import type { Language } from '#src/lib/language.ts';
import { writeCsv, writeXlsx } from '../../../imports/write-sheet.ts';
import { listStores } from '../../../stores/read-store.ts';
import { readWholeQuest } from '../../read-quest.ts';
import { draftOf } from '../draft-of.ts';
import type { QuestDraft } from '../quest-draft.ts';
import type { SheetStore } from './read-ask.ts';
import { writeRows } from './write-rows.ts';

export const SHEET_FORMATS = ['xlsx', 'csv'] as const;
export type SheetFormat = (typeof SHEET_FORMATS)[number];

/** What stands in the file besides the tasks, in the reader's language: names of the sheets and how to fill them in. */
export interface SheetHelp {
  tasks: string;
  help: string;
  rows: string[][];
}

interface Asked {
  format: SheetFormat;
  reader: Language;
  help: SheetHelp;
}

/** A quest's tasks as a file. Throws Refusal quest_not_found. */
export async function writeSheet(
  db: Reader,
  { questId, ...asked }: Asked & { questId: QuestId },
): Promise<Buffer> {
  const draft = draftOf(await readWholeQuest(db, questId));
  return await fileOf(draft, { ...asked, stores: await listStores(db) });
}

/** The tasks of any draft as a file. A CSV has room for the tasks only. */
export async function fileOf(
  draft: Pick<QuestDraft, 'chapters' | 'tasks'>,
  { format, reader, help, stores }: Asked & { stores: readonly SheetStore[] },
): Promise<Buffer> {
  const rows = writeRows(draft, { reader, stores });
  if (format === 'csv') return Buffer.from(writeCsv({ rows }));
  return await writeXlsx({
    [help.tasks]: { rows, widths: widthsOf(rows) },
    [help.help]: { rows: help.rows, widths: widthsOf(help.rows) },
  });
}

const WIDEST = 50;
const NARROWEST = 9;

/** As wide as the longest line of a column, within reason. */
function widthsOf(rows: readonly string[][]): number[] {
  const [heading = []] = rows;
  return heading.map((_, place) => {
    const lines = rows.flatMap((row) => (row[place] ?? '').split('\n'));
    const longest = lines.reduce((most, line) => Math.max(most, line.length), 0);
    return Math.min(WIDEST, Math.max(NARROWEST, longest + 2));
  });
}
