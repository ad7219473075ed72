import { describe, expect, test } from 'vitest';
import { readPlace, writePlace } from '#src/console/admin/read-place.ts';

describe('a place as it is copied from a map', () => {
  test.each([
    '50.4478, 30.5223',
    '50.4478,30.5223',
    ' 50.4478 30.5223 ',
    '50,4478; 30,5223',
    '50,4478, 30,5223',
  ])('when it is %j, then both numbers are read', (text) =>
    expect(readPlace(text)).toEqual({ lat: 50.4478, lon: 30.5223 }),
  );

  test('when nothing is written, then there is no place', () => expect(readPlace('  ')).toBeNull());

  test.each(['50.4478', 'Хрещатик 12', '91, 30', '50, 181', '50.4478, 30.5223, 7'])(
    'when it is %j, then it is no place',
    (text) => expect(readPlace(text)).toBeUndefined(),
  );

  test('what is shown is read again', () => {
    const place = { lat: -33.8688, lon: 151.2093 };
    expect(readPlace(writePlace(place))).toEqual(place);
  });
});
