/** Where in the till the cashier is: selling, or doing something besides it. */
export type Place =
  | { at: 'sale' }
  /** `number`: of the receipt, where it is known already. */
  | { at: 'return'; number?: string }
  | { at: 'undo' }
  | { at: 'more' }
  | { at: 'kept' }
  /** `code`: of the order, where it was scanned. */
  | { at: 'reward'; code?: string }
  | { at: 'cards' }
  | { at: 'register' }
  | { at: 'counter' }
  | { at: 'shift' };
