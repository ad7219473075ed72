-- Systems spell one category differently («Алкоголь», «алкоголь »). What the program compares without capitals and outer
-- spaces is compared so here: the same capitals of every alphabet, and all that JavaScript's trim() takes for a space, the
-- no-break space and tabs among it. The planner puts it in the place of its call.
create function fold_category(p_category text) returns text
language sql immutable parallel safe
return lower(btrim(p_category,
  E' \t\n\x0B\f\r\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF')
  collate "und-x-icu");
