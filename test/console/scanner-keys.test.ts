import { describe, expect, it } from 'vitest';
import { scannerKeys } from '#src/console/till/scanner-keys.ts';

/** Presses the keys, `everyMs` apart, then Enter. */
function press(text: string, everyMs: number, keys = scannerKeys(), from = 0): string | null {
  let at = from;
  for (const key of text) {
    keys.press({ key, at });
    at += everyMs;
  }
  return keys.press({ key: 'Enter', at });
}

describe('scannerKeys', () => {
  it('gives the code when thirteen digits come every 15 ms and end with Enter', () => {
    expect(press('2901234567894', 15)).toBe('2901234567894');
  });

  it('gives nothing when a person types the same digits', () => {
    expect(press('2901234567894', 140)).toBeNull();
  });

  it('gives nothing when a burst is shorter than any code', () => {
    expect(press('862,40', 15)).toBeNull();
  });

  it('leaves out what a person had typed before the scan began', () => {
    const keys = scannerKeys();
    keys.press({ key: '7', at: 0 });
    expect(press('2901234567894', 10, keys, 900)).toBe('2901234567894');
  });

  it('keeps the letters of a live code together when Shift comes between them', () => {
    const keys = scannerKeys();
    let at = 0;
    for (const key of ['Shift', 'K', '1', '-', 'Shift', 'A', 'B', '2', '3', '4']) {
      keys.press({ key, at });
      at += 8;
    }
    expect(keys.press({ key: 'Enter', at })).toBe('K1-AB234');
  });
});
