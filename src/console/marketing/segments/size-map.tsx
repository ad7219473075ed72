import { Text } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { MemberGroups } from '#src/contract/analytics.ts';
import { useFormats } from '../../parts/formats.ts';
import css from './ready.module.css';
import type { Copied } from './segment-draft.ts';
import { shadeOf } from './shade-of.ts';

const LINES = ['S', 'M', 'L'] as const;
const SUMS = [1, 2, 3] as const;

/** What the receipt in the middle of a member looks like: how many lines, and a small, middle or large sum. */
export function SizeMap({ groups }: { groups: MemberGroups }) {
  const { t } = useTranslation();
  const { number } = useFormats();
  const sizes = new Map(groups.sizes.map(({ size, members }) => [size, members]));
  const most = Math.max(1, ...[...sizes].flatMap(([size, members]) => (size === null ? [] : [members])));
  return (
    <div className={css.square}>
      <span />
      {SUMS.map((sum) => (
        <span key={sum} className={css.axis}>
          {t(`segments.size.sum.${sum}`)}
        </span>
      ))}
      {LINES.map((lines) => (
        <Fragment key={lines}>
          <span className={css.axis}>{t(`segments.size.lines.${lines}`)}</span>
          {SUMS.map((sum) => {
            const size = `${lines}${sum}`;
            const name = t(`segments.receiptSize.${size}`);
            const members = sizes.get(size) ?? 0;
            const copied: Copied = {
              name,
              where: { field: 'member.receiptSize', is: 'in', value: [size] },
            };
            return (
              <Link
                key={sum}
                to="/segments/new"
                state={copied}
                className={css.cell}
                style={{ background: shadeOf(members, most) }}
                aria-label={`${name}: ${t('segments.count.members', { count: members, shown: number(members) })}`}
              >
                {number(members)}
              </Link>
            );
          })}
        </Fragment>
      ))}
      <span />
      <Text component="span" size="sm" c="dimmed" className={css.under}>
        {t('segments.size.unknown', { shown: number(sizes.get(null) ?? 0) })}
      </Text>
    </div>
  );
}
