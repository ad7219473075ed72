// What a pass of Apple's shows to prove that it asks for itself: derived from its serial number, so that nothing has to
// be kept and nobody can make one.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** 32 letters and digits; Apple asks for 16 at least. */
export function passToken(cardNumber: string, secretKey: string): string {
  return createHmac('sha256', secretKey).update(`pass\n${cardNumber}`).digest('hex').slice(0, 32);
}

export function isPassToken(given: string, cardNumber: string, secretKey: string): boolean {
  const wanted = Buffer.from(passToken(cardNumber, secretKey));
  const told = Buffer.from(given);
  return told.length === wanted.length && timingSafeEqual(told, wanted);
}
