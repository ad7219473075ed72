import type { Currency as CurrencyAnswer, CurrencyNames } from '#src/contract/programme.ts';
import type { Currency } from '#src/core/stores/list-currencies.ts';

/** Names in every language: what is missing in one is said as in another. Null where the words are ours. */
export function namesShown({ names }: Pick<Currency, 'names'>): CurrencyNames | null {
  const any = names.uk ?? names.ru ?? names.en;
  return any ? { uk: names.uk ?? any, ru: names.ru ?? any, en: names.en ?? any } : null;
}

export function describeCurrency(currency: Currency): CurrencyAnswer {
  const { position: _position, capReceipt, capDay, capBalance, closedAt, ...rest } = currency;
  const number = (cap: bigint | null) => (cap === null ? null : Number(cap));
  return {
    ...rest,
    names: namesShown(currency),
    capReceipt: number(capReceipt),
    capDay: number(capDay),
    capBalance: number(capBalance),
    closedAt: closedAt?.toISOString() ?? null,
  };
}
