// People of an older programme. Whoever is known already is only completed: nothing that a person has told us themselves is
// written over, and their word on offers is theirs alone.
import { sql } from 'drizzle-orm';
import { newId } from '#src/lib/id.ts';
import { readName } from '../../members/person-name.ts';
import { readBirthday } from '../../members/read-birthday.ts';
import { Refusal } from '../../refusal.ts';
import { giveCards } from '../give-cards.ts';
import type { ImportKind, ReadContext, RowCells, RowProblem } from '../import-kind.ts';
import { readMoment, readYesNo, remembering } from '../read-cells.ts';
import { JOIN_WHO, readWho, WHO, WHO_AGREE, WHO_COLUMNS, WHO_FIELDS, whoSeen } from '../who-fields.ts';

const LANGUAGE_WORDS: Record<string, string> = {
  uk: 'uk',
  ua: 'uk',
  укр: 'uk',
  українська: 'uk',
  ru: 'ru',
  рос: 'ru',
  рус: 'ru',
  російська: 'ru',
  русский: 'ru',
  en: 'en',
  eng: 'en',
  англ: 'en',
  англійська: 'en',
  english: 'en',
};

export const MEMBERS: ImportKind = {
  kind: 'members',
  fields: [
    ...WHO_FIELDS,
    { field: 'name' },
    { field: 'birthday' },
    { field: 'language' },
    { field: 'tier' },
    { field: 'marketing' },
    { field: 'registeredAt' },
  ],
  oneOf: WHO,
  tables: [
    {
      name: 'rows',
      columns: [
        'row_no bigint',
        'new_id text',
        'card_id text',
        'consent_id text',
        'offers_id text',
        ...WHO_COLUMNS,
        'name text',
        'birthday date',
        'language text',
        'tier_key text',
        'marketing boolean',
        'registered_at timestamptz',
      ],
    },
  ],
  groupsAtOnce: 4_000,

  reader(context, staged) {
    const seen = whoSeen(staged);
    const readDay = remembering((text) => readMoment(text, context.timeZone));
    let groups = 0;
    return {
      read(row) {
        const wrong = (problem: RowProblem, field: string | null, details = {}) =>
          staged.wrong(row.rowNo, problem, field, details);
        const who = readWho(row, wrong);
        if (!who) return;
        if (WHO.every((field) => who[field] === null)) return wrong('who', null);
        const person = readPerson(row, context, wrong);
        if (!person) return;
        const registeredCell = row.get('registeredAt');
        const registeredAt = registeredCell === '' ? context.at.toISOString() : readDay(registeredCell);
        if (registeredAt === null) return wrong('date', 'registeredAt');
        if (registeredAt > context.at.toISOString()) return wrong('date_future', 'registeredAt');
        if (seen(row.rowNo, who)) return;
        const at = context.at.getTime();
        const ids = [newId('mem', at), newId('crd', at), newId('cns', at), newId('cns', at)];
        const { name, birthday, language, tier, marketing } = person;
        const known = [who.card, who.phone, who.externalId];
        staged.put(0, [
          ++groups,
          row.rowNo,
          ...ids,
          ...known,
          name,
          birthday,
          language,
          tier,
          marketing,
          registeredAt,
        ]);
      },
      end: () => groups,
    };
  },

  judge: ([rows], within) => sql`
    select s.*, coalesce(m.member_id, s.new_id) as member_id,
      p.member_id is null and s.phone is not null as new_phone, x.member_id is null and s.external_id is not null as new_name,
      n.member_id is null and s.card is not null as new_card,
      case when m.member_id is null then 'new' when m.status = 'erased' or not ${WHO_AGREE} then 'wrong'
        when (n.member_id is null and s.card is not null) or (p.member_id is null and s.phone is not null)
          or (x.member_id is null and s.external_id is not null) or (m.name = '' and s.name <> '')
          or (m.birthday is null and s.birthday is not null) then 'changed'
        else 'same' end as verdict,
      case when m.status = 'erased' then 'erased' when not ${WHO_AGREE} then 'of_another' end as problem,
      case when not ${WHO_AGREE} then 'phone' end as field, '{}'::jsonb as details
    from ${rows} s ${JOIN_WHO} where ${within}`,

  async write(tx, { importId, at }) {
    // A phone that somebody has registered meanwhile stays theirs.
    await tx.execute(sql`
      with claimed as (
        insert into phone (phone, member_id) select phone, member_id from judged
        where verdict in ('new', 'changed') and new_phone order by phone
        on conflict do nothing returning phone, member_id
      ), changed as (
        update member m set name = case when m.name = '' then j.name else m.name end,
          birthday = coalesce(m.birthday, j.birthday), phone = coalesce(m.phone, c.phone)
        from judged j left join claimed c on c.member_id = j.member_id
        where j.verdict = 'changed' and m.member_id = j.member_id
      )
      insert into member (member_id, name, phone, language, tier_key, marketing_consent, source, registered_at, birthday)
      select j.member_id, j.name, c.phone, j.language, j.tier_key, coalesce(j.marketing, false), 'import', j.registered_at,
        j.birthday
      from judged j left join claimed c on c.member_id = j.member_id where j.verdict = 'new' order by j.member_id`);
    await tx.execute(sql`
      insert into member_external_id (external_id, member_id, linked_at)
      select external_id, member_id, ${at}::timestamptz from judged
      where verdict in ('new', 'changed') and new_name order by external_id on conflict do nothing`);
    await tx.execute(sql`
      insert into standing (member_id) select member_id from judged where verdict = 'new' order by member_id on conflict do nothing`);
    await tx.execute(sql`
      insert into account (member_id) select member_id from judged where verdict = 'new' order by member_id on conflict do nothing`);
    await tx.execute(sql`
      insert into consent (member_id, consent_id, kind, given, text_version, channel, carried_by, recorded_at)
      select j.member_id, c.consent_id, c.kind, c.given, p.terms_version, 'import', ${importId}, ${at}::timestamptz
      from judged j cross join programme p cross join lateral (values
        (j.consent_id, 'programme', true), (j.offers_id, 'marketing', j.marketing)) c (consent_id, kind, given)
      where j.verdict = 'new' and c.given is not null`);
    await giveCards(tx, at);
  },
};

interface PersonRead {
  name: string;
  birthday: string | null;
  language: string;
  tier: string;
  marketing: boolean | null;
}

function readPerson(
  row: RowCells,
  { at, tiers, lowestTier, language }: ReadContext,
  wrong: (problem: RowProblem, field: string) => void,
): PersonRead | null {
  const [nameCell, birthdayCell, languageCell, tierCell, offersCell] = [
    'name',
    'birthday',
    'language',
    'tier',
    'marketing',
  ].map((field) => row.get(field));
  const name = nameCell ? nameOf(nameCell) : '';
  const birthday = birthdayCell ? readBirthday(birthdayCell, at) : null;
  const spoken = languageCell ? LANGUAGE_WORDS[languageCell.toLowerCase()] : language;
  const tier = tierCell ? tierCell.toLowerCase() : lowestTier;
  const marketing = offersCell ? readYesNo(offersCell) : null;
  if (name === null) wrong('name', 'name');
  else if (birthdayCell && birthday === null) wrong('birthday', 'birthday');
  else if (spoken === undefined) wrong('language', 'language');
  else if (!tiers.has(tier)) wrong('tier', 'tier');
  else if (offersCell && marketing === null) wrong('yes_no', 'marketing');
  else return { name, birthday, language: spoken, tier, marketing };
  return null;
}

function nameOf(text: string): string | null {
  try {
    return readName(text);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
