// The bars of an EAN-13, as GS1 General Specifications, section 5.2 "Linear barcodes: EAN/UPC symbology", draws them.

/** 95 modules, 1 for a bar and 0 for a space, from the left guard to the right one. No quiet zone. */
export function ean13Bars(number: string): Uint8Array {
  if (!/^[0-9]{13}$/.test(number)) throw new Error('An EAN-13 has thirteen digits.');
  const digits = Array.from(number, Number);
  // The first digit has no bars of its own: it is told by which of the next six are drawn from set B.
  const sets = PARITY[digits[0] ?? 0] ?? 'AAAAAA';
  const left = digits.slice(1, 7).map((digit, i) => (sets[i] === 'A' ? setA(digit) : setB(digit)));
  const right = digits.slice(7).map(setC);
  return Uint8Array.from(`101${left.join('')}01010${right.join('')}101`, Number);
}

/** Clear modules that the standard asks for at the left and at the right of an EAN-13. */
export const EAN13_QUIET = { left: 11, right: 7 };

const SET_A = '0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011'.split(' ');
const PARITY = 'AAAAAA AABABB AABBAB AABBBA ABAABB ABBAAB ABBBAA ABABAB ABABBA ABBABA'.split(' ');

function setA(digit: number): string {
  return SET_A[digit] ?? '';
}

// Set C is A with bars and spaces exchanged.
function setC(digit: number): string {
  return setA(digit).replace(/[01]/g, (module) => (module === '0' ? '1' : '0'));
}

// Set B is C read from the right.
function setB(digit: number): string {
  return setC(digit).split('').reverse().join('');
}
