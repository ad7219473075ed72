export const TABS = ['about', 'tasks', 'prizes', 'who'] as const;
export type Tab = (typeof TABS)[number];

/** Where each tab's problems lie in the draft. */
export const PLACES: Record<Tab, readonly string[]> = {
  about: ['name', 'terms.titles', 'terms.welcome', 'terms.pictureId'],
  tasks: ['chapters', 'tasks'],
  prizes: ['prizes'],
  who: ['startsAt', 'endsAt', 'budget', 'terms.hours', 'terms.team', 'terms.audience', 'terms.openTo'],
};

/** In which tab a place of the draft is written. */
export function tabOf(place: string): Tab {
  return (
    TABS.find((tab) => PLACES[tab].some((each) => place === each || place.startsWith(`${each}.`))) ?? 'about'
  );
}
