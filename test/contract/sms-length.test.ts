import { describe, expect, it } from 'vitest';
import { smsLength } from '#src/contract/sms-length.ts';

describe('the length of an SMS', () => {
  it.each([
    ['', 0, 160, 0],
    ['a'.repeat(160), 160, 160, 1],
    ['a'.repeat(161), 161, 306, 2],
    ['€{}', 6, 160, 1],
    ['я'.repeat(70), 70, 70, 1],
    ['я'.repeat(71), 71, 134, 2],
    // Two units of UTF-16.
    ['🎁', 2, 70, 1],
  ])('when it says %s, then it is counted as the network does', (text, length, room, parts) => {
    expect(smsLength(text)).toEqual({ length, room, parts });
  });
});
