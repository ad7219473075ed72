// Plastic cards: of members who are known, or of nobody yet. Whoever types the printed number in the chat later gets the
// card with its points.
import { sql } from 'drizzle-orm';
import { newId } from '#src/lib/id.ts';
import { giveCards } from '../give-cards.ts';
import type { ImportKind, RowProblem } from '../import-kind.ts';
import { readMoment, readYesNo, remembering } from '../read-cells.ts';
import { readWho, WHO_COLUMNS, WHO_FIELDS } from '../who-fields.ts';

export const CARDS: ImportKind = {
  kind: 'cards',
  fields: [
    ...WHO_FIELDS.map(({ field }) => (field === 'card' ? { field, required: true as const } : { field })),
    { field: 'issuedAt' },
    { field: 'blocked' },
  ],
  tables: [
    {
      name: 'rows',
      columns: [
        'row_no bigint',
        'new_id text',
        'card_id text',
        ...WHO_COLUMNS,
        'registered_at timestamptz',
        'blocked boolean',
      ],
    },
  ],
  groupsAtOnce: 4_000,

  reader({ at, timeZone }, staged) {
    const seen = new Map<string, number>();
    const readDay = remembering((text) => readMoment(text, timeZone));
    let groups = 0;
    return {
      read(row) {
        const wrong = (problem: RowProblem, field: string | null, details = {}) =>
          staged.wrong(row.rowNo, problem, field, details);
        const who = readWho(row, wrong);
        if (!who) return;
        if (who.card === null) return wrong('missing', 'card');
        const [issuedCell, blockedCell] = [row.get('issuedAt'), row.get('blocked')];
        const issuedAt = issuedCell === '' ? at.toISOString() : readDay(issuedCell);
        const blocked = readYesNo(blockedCell);
        if (issuedAt === null) return wrong('date', 'issuedAt');
        if (blocked === null) return wrong('yes_no', 'blocked');
        const before = seen.get(who.card);
        if (before !== undefined) return wrong('duplicate', 'card', { row: before });
        seen.set(who.card, row.rowNo);
        const ids = [newId('mem', at.getTime()), newId('crd', at.getTime())];
        staged.put(0, [++groups, row.rowNo, ...ids, who.card, who.phone, who.externalId, issuedAt, blocked]);
      },
      end: () => groups,
    };
  },

  judge: ([rows], within) => sql`
    select s.*, coalesce(h.member_id, o.member_id, s.new_id) as member_id, h.member_id is null as new_card,
      o.member_id is null and s.phone is null and s.external_id is null as is_nobodys,
      case when h.member_id is null and (s.phone is not null or s.external_id is not null) and o.member_id is null then 'wrong'
        when coalesce(h.status, o.status) = 'erased' or h.member_id <> o.member_id then 'wrong'
        when h.member_id is null then 'new'
        when s.blocked and k.status = 'active' then 'changed' else 'same' end as verdict,
      case when coalesce(h.status, o.status) = 'erased' then 'erased'
        when h.member_id <> o.member_id then 'of_another'
        when o.member_id is null then 'nobody' end as problem,
      case when h.member_id <> o.member_id then 'card' when s.external_id is not null then 'externalId' else 'phone' end as field,
      '{}'::jsonb as details
    from ${rows} s
      left join card_number n on n.card_number = s.card
      left join card k on k.member_id = n.member_id and k.card_id = n.card_id
      left join member h0 on h0.member_id = n.member_id
      left join member h on h.member_id = coalesce(h0.absorbed_into, h0.member_id)
      left join phone p on p.phone = s.phone
      left join member_external_id x on x.external_id = s.external_id
      left join member o0 on o0.member_id = coalesce(x.member_id, p.member_id)
      left join member o on o.member_id = coalesce(o0.absorbed_into, o0.member_id)
    where ${within}`,

  async write(tx, { at }) {
    await tx.execute(sql`
      insert into member (member_id, name, tier_key, source, registered_at)
      select member_id, '', (select tier_key from tier order by position limit 1), 'import', registered_at
      from judged where verdict = 'new' and is_nobodys order by member_id`);
    for (const table of ['standing', 'account'])
      await tx.execute(sql`
        insert into ${sql.raw(table)} (member_id) select member_id from judged where verdict = 'new' and is_nobodys
        order by member_id on conflict do nothing`);
    await giveCards(tx, at);
    await tx.execute(sql`
      update card c set status = 'blocked', blocked_at = ${at}::timestamptz, blocked_reason = 'import'
      from judged j join card_number n on n.card_number = j.card
      where j.verdict in ('new', 'changed') and j.blocked and c.member_id = n.member_id and c.card_id = n.card_id
        and c.status = 'active'`);
  },
};
