import { useTranslation } from 'react-i18next';
import type { TillMember } from '#src/contract/till.ts';
import { useFormats } from '../parts/formats.ts';
import saleCss from './sale.module.css';

/** How much of the balance can be spent now and from which day the rest can; nothing where all of it can. */
export function SpendableLine({ member }: { member: TillMember }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { balance, spendable, pending, burnAllowedFrom } = member;
  // Where burning itself waits, the sale says so.
  if (spendable >= balance || burnAllowedFrom !== null) return null;
  const later = pending.reduce((sum, { points }) => sum + points, 0);
  const days = [...new Set(pending.map(({ activeAt }) => activeAt && format.nearDay(activeAt)))];
  const [day] = days;
  const more = !day ? 'someDay' : days.length === 1 ? 'later' : 'laterFirst';
  return (
    <p className={saleCss.spendable}>
      {[
        t('till.member.spendable', { points: format.number(spendable) }),
        ...(later > 0 ? [t(`till.member.${more}`, { points: format.number(later), day })] : []),
      ].join(' · ')}
    </p>
  );
}
