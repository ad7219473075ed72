import { Anchor, Text } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MemberGroups } from '#src/contract/analytics.ts';
import { useFormats } from '../../parts/formats.ts';
import css from './ready.module.css';
import type { Copied } from './segment-draft.ts';
import { shadeOf } from './shade-of.ts';

const SCORES = [3, 2, 1] as const;

/** The 27 cells: a square for each how-long-ago, in it how often from top to bottom and how much from left to right. */
export function RfmMap({ groups }: { groups: MemberGroups }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const cells = new Map(groups.cells.map((cell) => [`R${cell.r}F${cell.f}M${cell.m}`, cell.members]));
  const none = cells.get('R0F0M0') ?? 0;
  const most = Math.max(1, ...[...cells].flatMap(([cell, members]) => (cell === 'R0F0M0' ? [] : [members])));
  return (
    <div className={css.rfm}>
      <Text size="sm" c="dimmed">
        {t('segments.rfm.hint')}
      </Text>
      <div className={css.squares}>
        {SCORES.map((r) => (
          <section key={r} aria-label={t(`segments.rfm.r.${r}`)}>
            <h3>{t(`segments.rfm.r.${r}`)}</h3>
            <div className={css.square}>
              <span />
              {[1, 2, 3].map((m) => (
                <span key={m} className={css.axis}>
                  {t(`segments.rfm.m.${m}`)}
                </span>
              ))}
              {SCORES.map((f) => (
                <Fragment key={f}>
                  <span className={css.axis}>{t(`segments.rfm.f.${f}`)}</span>
                  {[1, 2, 3].map((m) => {
                    const cell = `R${r}F${f}M${m}`;
                    const members = cells.get(cell) ?? 0;
                    return <Cell key={m} cell={cell} members={members} shade={shadeOf(members, most)} />;
                  })}
                </Fragment>
              ))}
            </div>
          </section>
        ))}
      </div>
      <Text size="sm">
        <Anchor
          component={Link}
          to="/segments/new"
          state={copyOf('R0F0M0', t('segments.rfm.none'))}
          size="sm"
        >
          {t('segments.rfm.none')}
        </Anchor>
        {`: ${number(none)}`}
      </Text>
    </div>
  );
}

function Cell({ cell, members, shade }: { cell: string; members: number; shade: string }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  return (
    <Link
      to="/segments/new"
      state={copyOf(cell, cell)}
      className={css.cell}
      style={{ background: shade }}
      aria-label={`${cell}: ${t('segments.count.members', { count: members, shown: number(members) })}`}
      title={cell}
    >
      {number(members)}
    </Link>
  );
}

function copyOf(cell: string, name: string): Copied {
  return { name, where: { field: 'member.rfm', is: 'in', value: [cell] } };
}
