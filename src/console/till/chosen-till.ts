// Which till this device is. Chosen once, remembered on the device, and forgotten when it is no longer ours.
import { useState } from 'react';
import { z } from 'zod';
import type { Me } from '#src/contract/session.ts';
import { storeId, tillId } from '#src/contract/words.ts';
import { remembered } from '../remembered.ts';

const chosenTill = z.object({ storeId, tillId });
export type ChosenTill = z.output<typeof chosenTill>;
const lastTill = remembered('kartka.till', chosenTill);

export interface TillChoice {
  chosen: ChosenTill | null;
  choose: (till: ChosenTill) => void;
  /** Asks again. */
  leave: () => void;
}

/** The till of this device; where there is only one to choose, it is chosen. */
export function useChosenTill(me: Me): TillChoice {
  const [chosen, setChosen] = useState<ChosenTill | null>(() => firstTill(me));
  return {
    chosen,
    choose: (till) => {
      lastTill.write(till);
      setChosen(till);
    },
    leave: () => setChosen(null),
  };
}

function firstTill(me: Me): ChosenTill | null {
  const known = me.stores.flatMap((store) =>
    store.tills.map(({ tillId }) => ({ storeId: store.storeId, tillId })),
  );
  const last = lastTill.read();
  const still = known.find((one) => one.storeId === last?.storeId && one.tillId === last.tillId);
  return still ?? (known.length === 1 ? (known[0] ?? null) : null);
}
