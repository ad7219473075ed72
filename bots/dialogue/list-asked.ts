/** What is to be done with the shopping list; `at`: when it was cleared, milliseconds since the epoch. */
export type ListAsked =
  | { list: 'show' | 'repeat' | 'offers' }
  | { list: 'add'; written: string }
  | { list: 'tick'; itemId: string }
  | { list: 'clear'; ticked: boolean }
  | { list: 'undo'; at: number };
