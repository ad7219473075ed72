/** Notes the most memory that the process had in each quarter of the work. */
export async function watched(memory: number[], work: () => Promise<void>): Promise<void> {
  const seen: number[] = [];
  const look = setInterval(() => seen.push(process.memoryUsage.rss()), 50);
  await work().finally(() => clearInterval(look));
  const quarter = Math.max(1, Math.ceil(seen.length / 4));
  for (let from = 0; from < seen.length; from += quarter)
    memory.push(Math.round(Math.max(...seen.slice(from, from + quarter)) / 1e6));
}
