// The package has types, but its table of entry points hides them. What we use of it:
declare module 'cephes' {
  /** Resolves when the functions can be called. */
  export const compiled: Promise<void>;
  /** The normal distribution function, and the value at which it reaches `share`. */
  export function ndtr(value: number): number;
  export function ndtri(share: number): number;
  /** The incomplete beta function, and the value at which it reaches `share`. */
  export function incbet(a: number, b: number, value: number): number;
  export function incbi(a: number, b: number, share: number): number;
  /** What chi-square leaves above `value`. */
  export function chdtrc(freedom: number, value: number): number;
}
