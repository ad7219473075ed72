// All people of the simulator, as the page knows them: one list shared by both phones, the pickers and the
// address books.

import type { NewPerson, Person } from '../control.ts';
import { addPerson, changePerson, listPeople } from './control-client.ts';

export interface PeopleBook {
  all: () => readonly Person[];
  find: (personId: string) => Person | undefined;
  /** Asks the simulator anew; makes a first person when there is nobody. */
  load: () => Promise<void>;
  add: (person: NewPerson) => Promise<Person>;
  change: (personId: string, change: NewPerson) => Promise<void>;
  /** Takes news about one person, from its stream. */
  take: (person: Person) => void;
}

export function createPeopleBook(): PeopleBook {
  const people = new Map<string, Person>();
  const take = (person: Person): void => void people.set(person.personId, person);
  return {
    all: () => [...people.values()],
    find: (personId) => people.get(personId),
    async load() {
      const listed = await listPeople();
      people.clear();
      for (const person of listed) take(person);
      if (people.size === 0) take(await addPerson({}));
    },
    async add(person) {
      const added = await addPerson(person);
      take(added);
      return added;
    },
    async change(personId, change) {
      take(await changePerson(personId, change));
    },
    take,
  };
}
