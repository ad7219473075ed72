// What has become of something whose own place on the screen is gone by then.
import { createContext, use } from 'react';

export interface Notice {
  text: string;
  /** The address of what it is about, which tells it from another notice in the same words. */
  about?: string | undefined;
  /** The address of the screen where it can be mended or looked at. */
  open?: string | undefined;
  /** What leads there, where that is no editor. */
  openWords?: string | undefined;
  /** The way back, where there is one. */
  back?: { label: string; act: () => void } | undefined;
  /** Tries it once more; what it tries is kept nowhere else, so that the browser asks before it is closed. */
  retry?: (() => void) | undefined;
}

export const TellContext = createContext<(notice: Notice) => void>(() => undefined);

/** Tells it on whichever screen is open; what is said in its own place is not told here as well. */
export function useTell(): (notice: Notice) => void {
  return use(TellContext);
}
