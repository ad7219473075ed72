// Stores by the code that the shop's own system gives them, or by name and city where it gives none.
import { sql } from 'drizzle-orm';
import { newId } from '#src/lib/id.ts';
import type { ImportKind, RowCells } from '../import-kind.ts';
import { readDegrees } from '../read-cells.ts';

const CODE = /^[\w-]{1,40}$/;
const LONGEST: Record<string, number> = { name: 80, city: 80, address: 160 };
const MOST_TILLS = 100;
/** Degrees to either side of zero. */
const MOST_DEGREES = { lat: 90, lon: 180 };

export const STORES: ImportKind = {
  kind: 'stores',
  fields: [
    { field: 'code' },
    { field: 'name', required: true },
    { field: 'city', required: true },
    { field: 'address' },
    { field: 'timeZone' },
    { field: 'tills' },
    { field: 'lat' },
    { field: 'lon' },
  ],
  tables: [
    {
      name: 'rows',
      columns: [
        'row_no bigint',
        'store_id text',
        'has_code boolean',
        'name text',
        'city text',
        'address text',
        'time_zone text',
        'tills integer',
        'lat double precision',
        'lon double precision',
      ],
    },
  ],
  groupsAtOnce: 1_000,

  reader({ at }, staged) {
    const seen = new Map<string, number>();
    let groups = 0;
    return {
      read(row) {
        const code = row.get('code');
        const fields = { name: row.get('name'), city: row.get('city'), address: row.get('address') };
        const timeZone = row.get('timeZone');
        const tills = row.get('tills');
        if (code !== '' && !CODE.test(code)) return staged.wrong(row.rowNo, 'store_code', 'code');
        for (const [field, cell] of Object.entries(fields)) {
          if (cell === '' && field !== 'address') return staged.wrong(row.rowNo, 'missing', field);
          const most = LONGEST[field] ?? 0;
          if (cell.length > most) return staged.wrong(row.rowNo, 'too_long', field, { most });
        }
        if (timeZone !== '' && !isTimeZone(timeZone)) return staged.wrong(row.rowNo, 'time_zone', 'timeZone');
        if (!/^\d{0,3}$/.test(tills) || Number(tills) > MOST_TILLS)
          return staged.wrong(row.rowNo, 'quantity', 'tills');
        const place = readPlace(row);
        if ('wrong' in place) return staged.wrong(row.rowNo, place.wrong, place.field);
        const key = (code || `${fields.name} ${fields.city}`).toLowerCase();
        const before = seen.get(key);
        if (before !== undefined)
          return staged.wrong(row.rowNo, 'duplicate', code === '' ? 'name' : 'code', { row: before });
        seen.set(key, row.rowNo);
        const storeId = code || newId('str', at.getTime());
        const { name, city, address } = fields;
        staged.put(0, [
          ++groups,
          row.rowNo,
          storeId,
          code !== '',
          name,
          city,
          address,
          timeZone || null,
          Number(tills),
          place.lat,
          place.lon,
        ]);
      },
      end: () => groups,
    };
  },

  judge: ([rows], within) => sql`
    select s.group_no, s.row_no, coalesce(t.store_id, s.store_id) as store_id, s.name, s.city,
      coalesce(nullif(s.address, ''), t.address, '') as address, coalesce(s.time_zone, t.time_zone, p.time_zone) as time_zone,
      s.tills, coalesce(s.lat, t.lat) as lat, coalesce(s.lon, t.lon) as lon,
      case when t.store_id is null then 'new'
        when (s.name, s.city, coalesce(nullif(s.address, ''), t.address), coalesce(s.time_zone, t.time_zone))
          = (t.name, t.city, t.address, t.time_zone)
          and (s.lat is null or (s.lat, s.lon) is not distinct from (t.lat, t.lon))
          and s.tills <= (select count(*) from till where till.store_id = t.store_id) then 'same'
        else 'changed' end as verdict,
      null as problem, null as field, '{}'::jsonb as details
    from ${rows} s cross join programme p
      left join store t on case when s.has_code then t.store_id = s.store_id
        else lower(t.name) = lower(s.name) and lower(t.city) = lower(s.city) end
    where ${within}`,

  async write(tx, { importId }) {
    await tx.execute(sql`
      insert into store (store_id, name, city, address, time_zone, lat, lon)
      select store_id, name, city, address, time_zone, lat, lon from judged where verdict in ('new', 'changed') order by store_id
      on conflict (store_id) do update set name = excluded.name, city = excluded.city, address = excluded.address,
        time_zone = excluded.time_zone, lat = excluded.lat, lon = excluded.lon`);
    // Tills get the numbers that follow those which are there.
    await tx.execute(sql`
      insert into till (store_id, till_id, name)
      select j.store_id, 'til_' || substr(md5(${importId} || j.store_id || n), 1, 20), n::text
      from judged j cross join lateral generate_series(
        (select count(*) from till where till.store_id = j.store_id) + 1, j.tills) n
      where j.verdict in ('new', 'changed')
      on conflict do nothing`);
  },
};

type Place =
  | { lat: number | null; lon: number | null }
  | { wrong: 'degrees' | 'missing'; field: keyof typeof MOST_DEGREES };

/** Where it stands on the map, in degrees: both or neither; neither leaves what is known. */
function readPlace(row: RowCells): Place {
  const place: { lat: number | null; lon: number | null } = { lat: null, lon: null };
  for (const field of ['lat', 'lon'] as const) {
    const cell = row.get(field);
    if (cell === '') continue;
    const degrees = readDegrees(cell);
    if (degrees === null || Math.abs(degrees) > MOST_DEGREES[field]) return { wrong: 'degrees', field };
    place[field] = degrees;
  }
  if ((place.lat === null) !== (place.lon === null))
    return { wrong: 'missing', field: place.lat === null ? 'lat' : 'lon' };
  return place;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
