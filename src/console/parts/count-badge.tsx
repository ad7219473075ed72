import { Badge } from '@mantine/core';

/** How many wait for somebody; nothing when none does. `label` says it in words. */
export function CountBadge({ count, label }: { count: number; label: string }) {
  if (count === 0) return null;
  return (
    <Badge circle={count < 10} variant="filled" aria-label={label}>
      {count}
    </Badge>
  );
}
