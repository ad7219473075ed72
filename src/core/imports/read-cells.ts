// Cells as people and accounting programs write them. Each reader answers null for what it cannot read.
import { fromLocal } from '#src/lib/zoned.ts';

const SPACES = /[\s\u00a0\u202f]/g;

/** Money in minor units: 12, 12.5, 12,50, 1 234,56, 1,234.56, with or without a currency sign. Never negative. */
export function readMoney(text: string): number | null {
  const usual = readDecimal(text, 2);
  if (usual !== null) return usual;
  const [, whole = '', part = ''] = grouped(text) ?? [];
  return whole === '' ? null : Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

/**
 * Digits with at most `places` of them behind a comma or a point, in units of the last place; null for anything else. By
 * hand, for a file has millions of them and a regular expression takes three times as long.
 */
function readDecimal(text: string, places: number): number | null {
  let value = 0;
  let behind = -1;
  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign >= ZERO && sign <= NINE) {
      value = value * 10 + sign - ZERO;
      if (behind >= 0) behind++;
    } else if (behind < 0 && at > 0 && (sign === COMMA || sign === POINT)) behind = 0;
    else return null;
  }
  const whole = behind < 0 ? text.length : text.length - behind - 1;
  if (whole === 0 || whole > MOST_DIGITS || behind === 0 || behind > places) return null;
  for (let place = Math.max(0, behind); place < places; place++) value *= 10;
  return value;
}

const [ZERO, NINE, COMMA, POINT] = [48, 57, 44, 46];
const MOST_DIGITS = 9;

function grouped(text: string): string[] | null {
  const bare = text.replace(SPACES, '').replace(/(?:грн|uah|₴)\.?$/iu, '');
  // The last mark is the decimal one; whatever stands before it only groups.
  const thousands = /^(\d{1,3}(?:[.,'’]\d{3})+)(?:[.,](\d{1,2}))?$/.exec(bare);
  if (thousands) return ['', (thousands[1] ?? '').replace(/\D/g, ''), thousands[2] ?? ''];
  const cents = /^(\d{1,12})(?:[.,](\d{1,2})0{0,4})?$/.exec(bare);
  return cents ? ['', cents[1] ?? '', cents[2] ?? ''] : null;
}

/** A quantity in thousandths: 2, 0.354, 1,000. Above zero. */
export function readQuantity(text: string): number | null {
  const usual = readDecimal(text, 3);
  if (usual !== null) return usual === 0 ? null : usual;
  const [, whole = '', part = ''] = /^(\d{1,9})(?:[.,](\d{1,3})0*)?$/.exec(text.replace(SPACES, '')) ?? [];
  const milli = Number(whole) * 1_000 + Number(part.padEnd(3, '0'));
  return whole === '' || milli === 0 ? null : milli;
}

/** Degrees of the map: 50.4501, -0,1276. */
export function readDegrees(text: string): number | null {
  return /^-?\d{1,3}(?:[.,]\d{1,15})?$/.test(text) ? Number(text.replace(',', '.')) : null;
}

/** Whole points above zero; 320,00 is 320 points, 320,50 is none. */
export function readPoints(text: string): number | null {
  const [, whole] = /^(\d{1,12})(?:[.,]0+)?$/.exec(text.replace(SPACES, '')) ?? [];
  const points = Number(whole ?? 0);
  return points > 0 ? points : null;
}

const YES = new Set(['1', 'так', 'т', 'да', 'д', 'yes', 'y', 'true', '+', 'x', 'х', 'істина', 'истина']);
const NO = new Set(['0', 'ні', 'н', 'нет', 'no', 'n', 'false', '-', 'хибність', 'ложь', '']);

export function readYesNo(text: string): boolean | null {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : null;
}

/**
 * A moment as an ISO text: 2026-03-02, 2026-03-02 14:05:33, 02.03.2026 14:05, 02/03/2026, 2026-03-02T12:05:33Z. Without
 * an offset it is by the clocks of `timeZone`; a day alone is its beginning. Null for what is no such day or time.
 */
export function readMoment(text: string, timeZone: string): string | null {
  const iso =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)? ?(Z|[+-]\d{2}:?\d{2})?$/.exec(
      text,
    );
  if (iso) {
    const [, year, month, day, hour, minute, second, zone] = iso;
    return moment([year, month, day, hour, minute, second], zone ? offsetMs(zone) : timeZone);
  }
  const usual = /^(\d{1,2})[./](\d{1,2})[./](\d{4})(?:,? (\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (!usual) return null;
  const [, day, month, year, hour, minute, second] = usual;
  return moment([year, month, day, hour, minute, second], timeZone);
}

function moment(parts: (string | undefined)[], zone: string | number): string | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map((part) =>
    Number(part ?? 0),
  );
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(local);
  // Date.UTC carries over what is no day or hour: 31 February, 25:00.
  const isReal =
    year >= 1900 &&
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute &&
    second < 60;
  if (!isReal) return null;
  return new Date(typeof zone === 'number' ? local - zone : fromLocal(local, zone)).toISOString();
}

function offsetMs(zone: string): number {
  if (zone === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * 60_000;
}

/** Answers anew only when it is asked about another text: neighbouring rows say the same. */
export function remembering<T>(read: (text: string) => T): (text: string) => T {
  let last: { text: string; value: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: read(text) };
    return last.value;
  };
}
