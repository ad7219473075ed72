import { currencyExpiry } from '../stores/currency-expiry.ts';
import type { EarningTerms } from '../stores/list-past-terms.ts';
import type { CurrencyTerms } from './basket.ts';

/** A currency as the programme keeps it, or once kept it, in the form in which rules are evaluated. */
export function currencyTerms(row: EarningTerms): CurrencyTerms {
  return {
    currency: row.currency,
    pending: pendingOf(row),
    expiry: currencyExpiry(row),
    capReceipt: row.capReceipt === null ? null : Number(row.capReceipt),
    capDay: row.capDay === null ? null : Number(row.capDay),
    capBalance: row.capBalance === null ? null : Number(row.capBalance),
  };
}

function pendingOf({ pending, pendingAmount, pendingAction }: EarningTerms): CurrencyTerms['pending'] {
  switch (pending) {
    case 'none':
      return null;
    case 'hours':
      return pendingAmount > 0 ? { hours: pendingAmount } : null;
    case 'days':
      return pendingAmount > 0 ? { days: pendingAmount } : null;
    case 'action':
      return pendingAction === null ? null : { action: pendingAction };
  }
}
