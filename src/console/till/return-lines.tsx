import { ActionIcon } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FoundReceipt } from '#src/contract/till-returns.ts';
import { useFormats } from '../parts/formats.ts';
import css from './panel.module.css';
import { nextQuantity, type ReturnDraft } from './return-draft.ts';

/** Every line with how much of it comes back. */
export function ReturnLines({
  receipt,
  draft,
  onChoose,
}: {
  receipt: FoundReceipt;
  draft: ReturnDraft;
  onChoose: (lines: ReturnDraft['lines']) => void;
}) {
  const { t } = useTranslation();
  const format = useFormats();
  return (
    <ul className={css.rows}>
      {receipt.lines.map((line) => {
        const { lineNo, name } = line;
        const left = line.quantityMilli - line.returnedMilli;
        const now = draft.all ? left : (draft.lines[lineNo] ?? 0);
        const change = (by: 1 | -1) => {
          const before = draft.all
            ? Object.fromEntries(
                receipt.lines.map((each) => [each.lineNo, each.quantityMilli - each.returnedMilli]),
              )
            : draft.lines;
          onChoose({ ...before, [lineNo]: nextQuantity(line, { chosen: now, by }) });
        };
        return (
          <li key={lineNo} className={css.row} data-chosen={now > 0}>
            <span>
              <b>{name}</b>
              <br />
              <small>{format.money(line.amountMinor)}</small>
            </span>
            <span className={css.amount}>
              <ActionIcon
                size={48}
                variant="default"
                disabled={now === 0}
                onClick={() => change(-1)}
                aria-label={t('till.back.less', { name })}
              >
                <IconMinus aria-hidden />
              </ActionIcon>
              <output aria-live="polite">
                {format.number(now / 1_000)}
                <br />
                <small>{t('till.back.left', { most: format.number(left / 1_000) })}</small>
              </output>
              <ActionIcon
                size={48}
                variant="default"
                disabled={now >= left}
                onClick={() => change(1)}
                aria-label={t('till.back.more', { name })}
              >
                <IconPlus aria-hidden />
              </ActionIcon>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
