// Messengers write the number of an account with and without its plus.

/** Puts the plus before a number that is surely international; what may be a national one stays as it is. */
export function internationalPhone(written: string): string {
  const digits = written.replaceAll(/[\s().-]/g, '');
  return /^[1-9]\d{10,14}$/.test(digits) ? `+${digits}` : written;
}
