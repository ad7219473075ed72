const EARTH_METRES = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** How far two places are apart, in metres, by the haversine formula: right to half a percent anywhere on Earth. */
export function metresBetween(
  one: { lat: number; lon: number },
  other: { lat: number; lon: number },
): number {
  const lat = Math.sin(radians(other.lat - one.lat) / 2) ** 2;
  const lon = Math.sin(radians(other.lon - one.lon) / 2) ** 2;
  const part = lat + Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * lon;
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(part)));
}
