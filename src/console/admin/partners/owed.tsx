import { useTranslation } from 'react-i18next';
import { useFormats } from '../../parts/formats.ts';
import { useMe } from '../../session/session-query.ts';

/** Who owes whom how much. `minor` above zero: the partner owes the shop. */
export function Owed({ minor, short = false }: { minor: number; short?: boolean }) {
  const { t } = useTranslation();
  const format = useFormats();
  const { shop } = useMe();
  const direction = minor === 0 ? 'nobody' : minor > 0 ? 'partner' : 'shop';
  const key = `partners.owed.${direction}${short && minor !== 0 ? 'Short' : ''}`;
  return <>{t(key, { amount: format.money(Math.abs(minor)), shop: shop.name })}</>;
}
