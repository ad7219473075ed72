-- What came back of goods is booked by the program, return by return (pointsBack in core/receipts/returned-share.ts). Whoever has
-- to know afterwards what was due counts it here, by the same shares.

-- floor(whole x back / bought), towards zero; the whole once all has come back.
create function share_back(p_whole bigint, p_bought bigint, p_back bigint) returns bigint language sql immutable as $$
  select case when p_back >= p_bought then p_whole else p_whole * p_back / p_bought end
$$;

-- Of a part of what a receipt gave or took, {"points": 7, "lines": [[1, 5], [2, 2]]}: the points that belong to the goods that
-- had come back before a moment ('infinity': by now). They are of the part's sign. What no line stands for goes by the money;
-- line 0 is what the receipt's sum holds beyond its lines.
create function points_back(p_member text, p_receipt text, p_part jsonb, p_before timestamptz) returns bigint
language sql stable as $$
  with back as (
    select v.return_id, v.amount_minor from receipt_return v
    where v.member_id = p_member and v.receipt_id = p_receipt and v.recorded_at < p_before
  ), money as (
    select r.amount_minor as bought, coalesce((select sum(b.amount_minor) from back b), 0)::bigint as back
    from receipt r where r.member_id = p_member and r.receipt_id = p_receipt
  ), line as (
    select l.line_no, l.quantity_milli as bought, l.amount_minor - l.our_discount_minor as paid,
      coalesce((select sum(n.quantity_milli) from back b join receipt_return_line n on n.member_id = p_member
          and n.return_id = b.return_id where n.line_no = l.line_no), 0)::bigint as back
    from receipt_line l where l.member_id = p_member and l.receipt_id = p_receipt
  ), place as (
    select l.line_no, l.bought, l.back from line l
    union all
    select 0, m.bought - coalesce(sum(l.paid), 0)::bigint,
      m.back - coalesce(sum(share_back(l.paid, l.bought, l.back)), 0)::bigint
    from money m left join line l on true group by m.bought, m.back
  ), named as (
    select (n.line->>0)::smallint as line_no, (n.line->>1)::bigint as points from jsonb_array_elements(p_part->'lines') as n(line)
  )
  select (coalesce((select sum(share_back(n.points, coalesce(p.bought, m.bought), coalesce(p.back, m.back)))
        from named n left join place p using (line_no)), 0)
      + share_back((p_part->>'points')::bigint - coalesce((select sum(n.points) from named n), 0)::bigint, m.bought, m.back))::bigint
  from money m
$$;
