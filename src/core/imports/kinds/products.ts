// Products by their sku; those that are known are changed to what the file says.
import { sql } from 'drizzle-orm';
import type { ImportKind } from '../import-kind.ts';
import { readMoney } from '../read-cells.ts';

const LONGEST_SKU = 60;
const LONGEST = 200;

export const PRODUCTS: ImportKind = {
  kind: 'products',
  fields: [
    { field: 'sku', required: true },
    { field: 'name', required: true },
    { field: 'category' },
    { field: 'brand' },
    { field: 'price' },
  ],
  tables: [
    {
      name: 'rows',
      columns: [
        'row_no bigint',
        'sku text',
        'name text',
        'category text',
        'brand text',
        'price_minor bigint',
      ],
    },
  ],
  groupsAtOnce: 10_000,

  reader(_context, staged) {
    const seen = new Map<string, number>();
    let groups = 0;
    return {
      read(row) {
        const [sku, name] = [row.get('sku'), row.get('name')];
        const [category, brand] = [row.get('category'), row.get('brand')];
        const wrong = (problem: 'missing' | 'too_long' | 'money', field: string) =>
          staged.wrong(row.rowNo, problem, field);
        if (sku === '') return wrong('missing', 'sku');
        if (name === '') return wrong('missing', 'name');
        if (sku.length > LONGEST_SKU) return wrong('too_long', 'sku');
        for (const [field, cell] of Object.entries({ name, category, brand }))
          if (cell.length > LONGEST) return wrong('too_long', field);
        const priceCell = row.get('price');
        const price = priceCell === '' ? null : readMoney(priceCell);
        if (priceCell !== '' && price === null) return wrong('money', 'price');
        const before = seen.get(sku);
        if (before !== undefined) return staged.wrong(row.rowNo, 'duplicate', 'sku', { row: before });
        seen.set(sku, row.rowNo);
        staged.put(0, [++groups, row.rowNo, sku, name, category, brand, price]);
      },
      end: () => groups,
    };
  },

  // A cell that is empty says nothing about a product that is known.
  judge: ([rows], within) => sql`
    select s.group_no, s.row_no, s.sku, s.name, coalesce(nullif(s.category, ''), p.category, '') as category,
      coalesce(nullif(s.brand, ''), p.brand, '') as brand, coalesce(s.price_minor, p.price_minor, 0) as price_minor,
      case when p.sku is null then 'new'
        when (s.name, coalesce(nullif(s.category, ''), p.category), coalesce(nullif(s.brand, ''), p.brand),
          coalesce(s.price_minor, p.price_minor)) = (p.name, p.category, p.brand, p.price_minor) then 'same'
        else 'changed' end as verdict,
      null as problem, null as field, '{}'::jsonb as details
    from ${rows} s left join product p on p.sku = s.sku where ${within}`,

  async write(tx) {
    await tx.execute(sql`
      insert into product (sku, name, category, brand, price_minor)
      select sku, name, category, brand, price_minor from judged where verdict in ('new', 'changed') order by sku
      on conflict (sku) do update set name = excluded.name, category = excluded.category, brand = excluded.brand,
        price_minor = excluded.price_minor`);
  },
};
