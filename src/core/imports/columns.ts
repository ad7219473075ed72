// Which column of a file is which field, by the name in its header. People check it before anything is read.
import known from './column-names.json' with { type: 'json' };
import type { ImportField, ImportKind } from './import-kind.ts';

/** A field's place among the columns, from 0. */
export type Columns = Readonly<Record<string, number>>;

/** Each field with the first column whose name means it; no column is two fields. */
export function guessColumns(
  { kind, fields }: Pick<ImportKind, 'kind' | 'fields'>,
  header: readonly string[],
): Columns {
  const names = header.map(plain);
  const own: Record<string, string[]> = { ...known.who, ...known[kind] };
  const taken = new Set<number>();
  const columns: Record<string, number> = {};
  const take = (field: string, fits: (name: string) => boolean) => {
    if (field in columns) return;
    const place = names.findIndex((name, at) => !taken.has(at) && fits(name));
    if (place < 0) return;
    taken.add(place);
    columns[field] = place;
  };
  for (const { field } of fields) take(field, (name) => name === plain(field));
  for (const { field } of fields) take(field, (name) => own[field]?.includes(name) ?? false);
  // What only begins like it comes after what is called so.
  for (const { field } of fields)
    take(field, (name) => own[field]?.some((alias) => alias.length > 3 && name.startsWith(alias)) ?? false);
  return columns;
}

/** The required fields that no column is given for; of `oneOf` all of them when none is. */
export function missingFields(
  { fields, oneOf = [] }: Pick<ImportKind, 'fields' | 'oneOf'>,
  columns: Columns,
): string[] {
  const isMissing = ({ field, required }: ImportField) => required && !(field in columns);
  const missing = fields.filter(isMissing).map(({ field }) => field);
  const none = oneOf.length > 0 && !oneOf.some((field) => field in columns);
  return none ? [...missing, ...oneOf] : missing;
}

/** Small letters and digits only: `Дата народж.` and `дата_народж` are the same. */
function plain(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
