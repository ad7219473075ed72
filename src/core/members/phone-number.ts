// Phones as E.164, whoever typed them. Numbers of other countries are welcome; only a mobile can receive the code.
// The plan of numbers is libphonenumber's, with its full metadata: the smaller ones cannot tell a mobile from a desk.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { Refusal } from '../refusal.ts';

/** `+380671234567`. */
export type Phone = string;

// US and Canadian mobiles cannot be told from fixed lines; some countries number mobiles as personal numbers.
const CAN_RECEIVE_CODES: unknown[] = ['MOBILE', 'FIXED_LINE_OR_MOBILE', 'PERSONAL_NUMBER'];

/**
 * The phone in what a person typed or shared; Ukrainian where no country is given.
 * Throws Refusal `phone_not_valid`, or `phone_not_mobile` for fixed lines and service numbers.
 */
export function readPhone(text: string): Phone {
  if (text.length > 40) throw new Refusal('phone_not_valid');
  const digits = text.replace(/\D/g, '');
  // The old way to dial within Ukraine, and an international number whose plus was lost.
  const international = /^80\d{9}$/.test(digits) ? `+3${digits}` : text;
  const parsed =
    valid(parsePhoneNumberFromString(international, 'UA')) ??
    valid(/^[1-9]\d{9,14}$/.test(digits) ? parsePhoneNumberFromString(`+${digits}`) : undefined);
  if (!parsed) throw new Refusal('phone_not_valid');
  if (!CAN_RECEIVE_CODES.includes(parsed.getType())) throw new Refusal('phone_not_mobile');
  return parsed.number;
}

/** Whether somebody who types this means a phone: seven digits or more and nothing that is not part of one. */
export function looksLikePhone(text: string): boolean {
  return /^[\s+().\-\u2010-\u2015\d]+$/.test(text) && text.replace(/\D/g, '').length >= 7;
}

/** Enough to recognise one's own number by: `+380•••4567`. */
export function maskPhone(phone: Phone): string {
  return `${phone.slice(0, 4)}•••${phone.slice(-4)}`;
}

function valid<T extends { isValid(): boolean }>(parsed: T | undefined): T | undefined {
  return parsed?.isValid() ? parsed : undefined;
}
