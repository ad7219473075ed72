// Points that members bring along. Each row is one transfer in the books, posted once for its card (or other name),
// currency and day of expiry, or once for its operation where the file names one.
import { sql } from 'drizzle-orm';
import { newId } from '#src/lib/id.ts';
import { DAY_MS, fromLocal, toLocal } from '#src/lib/zoned.ts';
import { postGains } from '../../ledger/post-gains.ts';
import { expiresAt } from '../../stores/currency-expiry.ts';
import type { ImportKind, ReadContext, RowProblem } from '../import-kind.ts';
import { readMoment, readPoints, remembering } from '../read-cells.ts';
import { JOIN_WHO, readWho, WHO, WHO_AGREE, WHO_COLUMNS, WHO_FIELDS } from '../who-fields.ts';

const LONGEST_OPERATION = 100;

export const BALANCES: ImportKind = {
  kind: 'balances',
  fields: [
    ...WHO_FIELDS,
    { field: 'points', required: true },
    { field: 'currency' },
    { field: 'expiresAt' },
    { field: 'operation' },
  ],
  oneOf: WHO,
  tables: [
    {
      name: 'rows',
      columns: [
        'row_no bigint',
        'transfer_id text',
        ...WHO_COLUMNS,
        'key text',
        'currency text',
        'amount bigint',
        'expires_at timestamptz',
      ],
    },
  ],
  groupsAtOnce: 2_000,

  reader(context, staged) {
    const { at, currencies } = context;
    const seen = new Map<string, number>();
    const readEnd = remembering((text) => endOfDay(text, context));
    let groups = 0;
    return {
      read(row) {
        const wrong = (problem: RowProblem, field: string | null, details = {}) =>
          staged.wrong(row.rowNo, problem, field, details);
        const who = readWho(row, wrong);
        if (!who) return;
        const name = who.card ?? who.externalId ?? who.phone;
        if (name === null) return wrong('who', null);
        const pointsCell = row.get('points');
        // Old programmes export everybody, also those who have nothing.
        if (/^0+(?:[.,]0+)?$/.test(pointsCell)) return staged.skipped(row.rowNo);
        const points = readPoints(pointsCell);
        if (points === null) return wrong(pointsCell === '' ? 'missing' : 'points', 'points');
        const code = row.get('currency').toLowerCase() || 'points';
        const currency = currencies.get(code);
        if (!currency) return wrong('currency', 'currency');
        const endCell = row.get('expiresAt');
        const ends =
          endCell === ''
            ? (expiresAt(currency, at, context.timeZone)?.toISOString() ?? null)
            : readEnd(endCell);
        if (endCell !== '' && ends === null) return wrong('date', 'expiresAt');
        if (ends !== null && ends <= at.toISOString()) return wrong('date_past', 'expiresAt');
        const operation = row.get('operation');
        if (operation.length > LONGEST_OPERATION)
          return wrong('too_long', 'operation', { most: LONGEST_OPERATION });
        const key = operation === '' ? `import:${name}:${code}:${endCell && ends}` : `import-op:${operation}`;
        const before = seen.get(key);
        if (before !== undefined)
          return wrong('duplicate', operation === '' ? 'points' : 'operation', { row: before });
        seen.set(key, row.rowNo);
        const known = [who.card, who.phone, who.externalId];
        staged.put(0, [
          ++groups,
          row.rowNo,
          newId('trf', at.getTime()),
          ...known,
          key,
          currency.currency,
          points,
          ends,
        ]);
      },
      end: () => groups,
    };
  },

  judge: ([rows], within) => sql`
    select s.*, m.member_id,
      case when m.member_id is null or m.status = 'erased' or not ${WHO_AGREE} then 'wrong' when t.transfer_id is null then 'new'
        when t.amount = s.amount and t.currency = s.currency then 'same' else 'wrong' end as verdict,
      case when m.member_id is null then 'nobody' when m.status = 'erased' then 'erased' when not ${WHO_AGREE} then 'of_another'
        else 'differs' end as problem,
      case when m.member_id is not null and t.transfer_id is not null then 'points' when s.card is not null then 'card'
        when s.phone is not null then 'phone' else 'externalId' end as field,
      jsonb_build_object('was', coalesce(t.amount, 0)) as details
    from ${rows} s ${JOIN_WHO}
      -- What was posted to somebody who has become part of this member counts as posted.
      left join lateral (
        select t.transfer_id, t.amount, t.currency from transfer t
        where t.idempotency_key = s.key and t.member_id in (
          select m.member_id union all select a.member_id from member a where a.absorbed_into = m.member_id)
        limit 1) t on true
    where ${within}`,

  async write(tx, { importId, at }) {
    await postGains(tx, {
      gains: sql`
        select member_id, transfer_id, currency, amount, key, md5(key || amount) as hash, expires_at, group_no as place
        from judged where verdict = 'new'`,
      kind: 'adjust',
      account: 'adjusted',
      reason: { why: 'import', importId },
      at,
    });
  },
};

/** Points are good through the day that is told, unless it tells a time. */
function endOfDay(text: string, { timeZone }: ReadContext): string | null {
  const start = readMoment(text, timeZone);
  if (start === null || /\d:\d\d/.test(text)) return start;
  return new Date(fromLocal(toLocal(Date.parse(start), timeZone) + DAY_MS, timeZone)).toISOString();
}
