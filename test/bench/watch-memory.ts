/** Notes the most memory that the process had in each quarter of the work. */
export async function watched(memory: number[], work: () => Promise<void>): Promise<void> {
  const seen: number[] = [];
  const note = () => seen.push(process.memoryUsage.rss());
  const look = setInterval(note, 50);
  await work().finally(() => clearInterval(look));
  // What takes less than one look has its end looked at.
  note();
  const quarter = Math.max(1, Math.ceil(seen.length / 4));
  for (let from = 0; from < seen.length; from += quarter)
    memory.push(Math.round(Math.max(...seen.slice(from, from + quarter)) / 1e6));
}
