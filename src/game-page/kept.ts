// What the page keeps on the phone while a game is not over: what opened it, and a result that could not be told yet.
import type { GameTold } from '#src/contract/games.ts';

export interface Kept {
  opening: string;
  told?: GameTold;
}

/** Under the link, so that games do not get in each other's way. */
export function readKept(link: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(link)) ?? 'null') as Kept | null;
  } catch {
    // Some phones let a page keep nothing: then a game that is closed begins anew.
    return null;
  }
}

/** What another page is given for the same link: at once where it is there, as soon as it comes within the time, else null. */
export async function keptBeside(link: string, withinMs: number): Promise<Kept | null> {
  const there = readKept(link);
  if (there) return there;
  return await new Promise((resolve) => {
    const timer = setTimeout(done, withinMs);
    // Told to the other pages of this origin only, whichever of them has written.
    window.addEventListener('storage', look);
    function look() {
      if (readKept(link)) done();
    }
    function done() {
      clearTimeout(timer);
      window.removeEventListener('storage', look);
      resolve(readKept(link));
    }
  });
}

export function keep(link: string, kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(keyOf(link), JSON.stringify(kept));
    else localStorage.removeItem(keyOf(link));
  } catch {
    return;
  }
}

const keyOf = (link: string) => `kartka game ${link}`;
