// Lists that are read page by page, newest first. Lines of one moment, such as all that a chore writes at once, are told
// apart by their ids, so that a page that ends among them loses none.
import { type Column, desc, type SQL, sql } from 'drizzle-orm';

/** The last line of a page; the next one begins behind it. With an empty id: behind everything of that moment. */
export interface PagePlace {
  at: Date;
  id: string;
}

interface Columns {
  at: Column;
  id: Column;
}

export function isBehind({ at, id }: Columns, place: PagePlace | undefined): SQL | undefined {
  return place && sql`(${at}, ${id}) < (${place.at}::timestamptz, ${place.id}::text)`;
}

export function newestFirst({ at, id }: Columns): SQL[] {
  return [desc(at), desc(id)];
}
