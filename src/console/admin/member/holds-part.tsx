import { useTranslation } from 'react-i18next';
import type { AccountShown, Hold } from '#src/contract/points.ts';
import { useCurrencyWords } from '../../parts/currency-words.ts';
import { useFormats } from '../../parts/formats.ts';
import { Part } from './part.tsx';

/** Points that are set aside for a while: a till or a partner has yet to take or release them. */
export function HoldsPart({ holds, accounts }: { holds: Hold[]; accounts: AccountShown[] }) {
  const { t } = useTranslation();
  const format = useFormats();
  const words = useCurrencyWords();
  if (holds.length === 0) return null;
  return (
    <Part title={t('points.holds')}>
      {holds.map((hold) => (
        <li key={hold.holdId}>
          <span>
            {t('points.heldUntil', { moment: format.moment(hold.expiresAt) })}
            <small>
              {format.moment(hold.openedAt)} · {hold.askedBy}
            </small>
          </span>
          <b>
            {words.count(
              accounts.find((each) => each.currency === hold.currency),
              hold.amount,
            )}
          </b>
        </li>
      ))}
    </Part>
  );
}
