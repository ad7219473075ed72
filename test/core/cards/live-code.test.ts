import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { newCardNumber } from '#src/core/cards/card-number.ts';
import { newNonce, readLiveCode, signLiveCode } from '#src/core/cards/live-code.ts';
import { qrMatrix } from '#src/core/cards/qr-matrix.ts';
import { fixedClock } from '#src/lib/clock.ts';

const clock = fixedClock('2026-10-25T03:30:00+02:00');
const key = randomBytes(32);
const issued = { cardNumber: newCardNumber(), nonce: newNonce(), issuedAt: clock.now() };
const code = signLiveCode(issued, key);

function later(ms: number): Date {
  return new Date(clock.now().getTime() + ms);
}

describe('a live card code', () => {
  test('when it is read within its minute, then it says whose card it is, when it was issued, and its nonce', () => {
    expect(readLiveCode(code, key, later(0))).toEqual(issued);
    expect(readLiveCode(code, key, later(60_000))).toEqual(issued);
  });

  test('when its minute is over, then it is expired', () => {
    expect(readLiveCode(code, key, later(60_001))).toBe('expired');
    expect(readLiveCode(code, key, later(86_400_000))).toBe('expired');
  });

  test('when the reading clock is up to five seconds behind, then it is accepted, and not beyond', () => {
    expect(readLiveCode(code, key, later(-5_000))).toEqual(issued);
    expect(readLiveCode(code, key, later(-5_001))).toBe('expired');
  });

  test('when any one of its characters is changed, then it is forged', () => {
    for (let place = 3; place < code.length; place++) {
      for (const other of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        if (other === code[place]) continue;
        const changed = code.slice(0, place) + other + code.slice(place + 1);
        expect(readLiveCode(changed, key, later(0))).toBe('forged');
      }
    }
  });

  test('when any one bit of it is flipped, then it is never taken for good', () => {
    const bytes = Buffer.from(code, 'latin1');
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const text = flipped.toString('latin1');
      // Bit 5 of a letter is its case, which scanners may change.
      if (text.toUpperCase() === code) continue;
      expect([null, 'forged']).toContain(readLiveCode(text, key, later(0)));
    }
  });

  test('when another key signed it, then it is forged', () => {
    expect(readLiveCode(signLiveCode(issued, randomBytes(32)), key, later(0))).toBe('forged');
  });

  test('when it is both forged and old, then it is forged: nothing in it is believed before its signature', () => {
    const changed = code.slice(0, -1) + (code.endsWith('0') ? '1' : '0');
    expect(readLiveCode(changed, key, later(3_600_000))).toBe('forged');
  });

  test('when a scanner sends small letters, spaces or a line end, then it is understood', () => {
    expect(readLiveCode(`${code.toLowerCase()}\r\n`, key, later(0))).toEqual(issued);
    expect(readLiveCode(` ${code.slice(0, 20)} ${code.slice(20)}`, key, later(0))).toEqual(issued);
  });

  test('when a USB scanner types under a Ukrainian or Russian keyboard layout, then it is understood', () => {
    const latin = 'QWERTYUIOPASDFGHJKLZXCVBNM';
    for (const cyrillic of ['ЙЦУКЕНГШЩЗФІВАПРОЛДЯЧСМИТЬ', 'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ']) {
      const typed = code.replace(/[A-Z]/g, (letter) => cyrillic.charAt(latin.indexOf(letter)));
      expect(readLiveCode(typed, key, later(0))).toEqual(issued);
      expect(readLiveCode(typed.toLowerCase(), key, later(0))).toEqual(issued);
    }
  });

  test.each([
    '',
    'K1-',
    '29 0123 4567 896',
    code.slice(1),
    `${code}0`,
    code.replace('K1', 'K2'),
    'K'.repeat(1e6),
  ])('when the text is no live code (%#), then it is none', (text) => {
    expect(readLiveCode(text, key, later(0))).toBeNull();
  });

  test('when it becomes a QR, then it is short, in capitals, and one of the smaller codes', () => {
    expect(code).toMatch(/^K1-[0-9A-Z]{44}$/);
    expect(qrMatrix(code, 'Q').size).toBeLessThanOrEqual(29);
  });

  test('when many nonces are made, then no two are alike', () => {
    expect(new Set(Array.from({ length: 10_000 }, newNonce)).size).toBe(10_000);
  });

  test('when the key is too short or the nonce is not ours, then nothing is signed', () => {
    expect(() => signLiveCode(issued, Buffer.alloc(15))).toThrow('16 bytes');
    expect(() => signLiveCode({ ...issued, nonce: 'abc' }, key)).toThrow('nonce');
  });
});
