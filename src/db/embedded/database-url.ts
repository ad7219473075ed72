/** The superuser of the embedded server, whose password lies in the cluster (mode 0600). */
export const ROLE = 'kartka';
export const DATABASE = 'kartka';

/** The address of one of its databases. */
export function urlOf({ port }: { port: number }, password: string, database: string): string {
  return `postgres://${ROLE}:${password}@127.0.0.1:${port}/${database}`;
}
