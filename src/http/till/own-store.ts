import { Refusal } from '#src/core/refusal.ts';
import { mayWorkIn, type Staff } from '#src/core/staff/staff-shape.ts';

/** Throws Refusal forbidden when this person may not act for this store. */
export function ownStore(staff: Staff, storeId: string): void {
  if (!mayWorkIn(staff, storeId)) throw new Refusal('forbidden');
}
