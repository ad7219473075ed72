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

export function keep(link: string, kept: Kept | null): void {
  try {
    if (kept) localStorage.setItem(keyOf(link), JSON.stringify(kept));
    else localStorage.removeItem(keyOf(link));
  } catch {
    return;
  }
}

const keyOf = (link: string) => `kartka game ${link}`;
