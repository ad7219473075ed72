// An executable example: what a till sends and what it hears, step by step. The tests carry each out literally, and the
// reference page shows it.

export interface FlowStep {
  /** In a few words, beside the title of its flow. */
  shows: string;
  says: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As in the contract: `/api/v1/receipts/:externalId`. */
  route: string;
  /** What stands for its names and after the `?`. */
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  /** Of a key that is bound to the other store, in the place of the flow's. */
  key?: 'otherStore';
  status: number;
  /** The whole answer. Identifiers that are made anew each time are examples. */
  answer: object;
  /** What happens in between, outside of the API: the owner of the card opens the link of the slip. */
  before?: 'claim';
}

export interface Flow {
  name: string;
  title: string;
  says: string;
  /** Whose key it is carried out with: the shop's own when left out. */
  key?: 'partner';
  steps: FlowStep[];
}

/** The address of a step. */
export function addressOf({ route, params = {}, query = {} }: FlowStep): string {
  const path = route.replaceAll(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params[name] ?? ''));
  const asked = new URLSearchParams(query).toString();
  return asked === '' ? path : `${path}?${asked}`;
}

/** A step of a flow by its place from 0, for the examples of schemas. */
export function stepOf({ name, steps }: Flow, place: number): FlowStep {
  const step = steps[place];
  if (!step) throw new Error(`the flow ${name} has no step ${place}`);
  return step;
}
