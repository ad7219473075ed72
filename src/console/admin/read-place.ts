export interface Place {
  lat: number;
  lon: number;
}

/**
 * Degrees as a map gives them, latitude first: `50.4478, 30.5223`, with commas for points too. Null where nothing is written,
 * undefined where it is no place.
 */
export function readPlace(text: string): Place | null | undefined {
  const plain = text.trim();
  if (plain === '') return null;
  const [, first, second] =
    /^(-?\d{1,2}(?:[.,]\d+)?)(?:\s*[,;]\s+|\s*;\s*|\s+|,)(-?\d{1,3}(?:[.,]\d+)?)$/.exec(plain) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const [lat, lon] = [degrees(first), degrees(second)];
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : undefined;
}

const degrees = (text: string) => Number(text.replace(',', '.'));

/** As it is read again. */
export function writePlace(place: Place | null): string {
  return place ? `${place.lat}, ${place.lon}` : '';
}
