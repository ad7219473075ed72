// Dresses the console in the shop's colours. They are remembered on the device, so that the next sign-in screen is the
// shop's own from the first moment.
import { MantineProvider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useMemo } from 'react';
import { z } from 'zod';
import { remembered } from '../remembered.ts';
import { HOUSE_LOOK, pageColours, themeOf } from '../theme.ts';
import { sessionQuery } from './session-query.ts';

const colour = z.string().regex(/^#[0-9a-f]{6}$/i);
const look = z.object({ name: z.string(), brandColour: colour, accentColour: colour });
type Look = z.output<typeof look>;

const lastLook = remembered('kartka.look', look);
const houseLook: Look = { name: '', ...HOUSE_LOOK };
const LookContext = createContext<Look>(houseLook);

/** The shop's name and colours; the name is empty while no shop has been seen on this device. */
export function useLook(): Look {
  return use(LookContext);
}

export function ShopLook({ children }: { children: ReactNode }) {
  const session = useQuery(sessionQuery);
  const shop = session.data?.shop;
  const worn = useMemo(() => look.safeParse(shop).data ?? lastLook.read() ?? houseLook, [shop]);
  const theme = useMemo(() => themeOf(worn.brandColour), [worn.brandColour]);
  useEffect(() => {
    if (shop) lastLook.write(worn);
    document.title = worn.name ? `${worn.name} · Kartka` : 'Kartka';
  }, [shop, worn]);
  return (
    <LookContext value={worn}>
      <MantineProvider theme={theme} cssVariablesResolver={pageColours} defaultColorScheme="auto">
        {children}
      </MantineProvider>
    </LookContext>
  );
}
