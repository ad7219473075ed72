// What every bench shares: alternating rounds of ours and of its floor, and the medians of both.

export interface Rounds {
  ours: number[];
  floor: number[];
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** The value below which the share `part` (0 to 1) of the values lies. */
export function percentile(values: number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

/** Runs floor and ours in turn, a round that is not counted first. Each answers with operations a second. */
export async function alternate(
  rounds: number,
  { floor, ours }: { floor: () => Promise<number>; ours: () => Promise<number> },
): Promise<Rounds> {
  await floor();
  await ours();
  const measured: Rounds = { ours: [], floor: [] };
  for (let round = 0; round < rounds; round++) {
    measured.floor.push(await floor());
    measured.ours.push(await ours());
  }
  return measured;
}

/** `ratio=0.83 (0.79 to 0.90)`: the median of the ratios round by round, and their spread. */
export function ratioLine({ ours, floor }: Rounds): string {
  const ratios = ours.map((value, round) => value / (floor[round] ?? Number.NaN));
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  return `ratio=${median(ratios).toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)} in ${ratios.length} rounds)`;
}
