import { createHash } from 'node:crypto';
import type { Phone } from '../members/phone-number.ts';

/** What an advertising network knows a phone by. The two differ: Meta wants no plus, Google wants it. */
export const AD_HASHES: Record<'meta' | 'google', (phone: Phone) => string> = {
  meta: (phone) => sha256(phone.replace(/\D/g, '').replace(/^0+/, '')),
  google: (phone) => sha256(phone.trim()),
};

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
