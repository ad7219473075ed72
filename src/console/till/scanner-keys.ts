// A USB scanner is a keyboard that types very fast and ends with Enter. This tells its typing from a person's. Pure:
// keys and their times in, a scanned code out.

/** The longest pause inside a scan. Wired scanners type every 1 to 20 ms, Bluetooth ones up to 50; people need 100. */
const PAUSE_AT_MOST_MS = 75;
/** Shorter bursts are a person's: a card number has 13 digits, a phone 10 or more. */
const SHORTEST_SCAN = 8;

export interface PressedKey {
  key: string;
  /** Milliseconds of any clock that only goes forward. */
  at: number;
}

export interface ScannerKeys {
  /** Takes one pressed key. Returns the code when the key ends a scan, else null. */
  press(pressed: PressedKey): string | null;
  /** True while the keys so far could be the beginning of a scan and the latest was its first. */
  justBegan(): boolean;
}

/** Starts listening with nothing heard so far. */
export function scannerKeys(): ScannerKeys {
  let heard = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    press({ key, at }) {
      const paused = at - lastAt > PAUSE_AT_MOST_MS;
      if (key === 'Enter' || key === 'Tab') {
        const code = heard;
        heard = '';
        return !paused && code.length >= SHORTEST_SCAN ? code : null;
      }
      // Shift and its like come between the letters of a scan; they are no letters and no pause.
      if (key.length !== 1) return null;
      heard = paused ? key : heard + key;
      lastAt = at;
      return null;
    },
    justBegan: () => heard.length === 1,
  };
}
