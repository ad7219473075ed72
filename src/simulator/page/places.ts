// Where a person can say to be: spots near the demo shop's stores in three cities, coordinates in degrees (WGS 84).

import type { Word } from './words.ts';

export const PLACES: readonly { word: Word; lat: number; lon: number }[] = [
  { word: 'placeKhreshchatyk', lat: 50.4476, lon: 30.5222 },
  { word: 'placePodil', lat: 50.4656, lon: 30.5166 },
  { word: 'placeRynok', lat: 49.8419, lon: 24.0315 },
  { word: 'placeStryiskyi', lat: 49.8227, lon: 24.0245 },
  { word: 'placeDerybasivska', lat: 46.4843, lon: 30.7362 },
  { word: 'placeArcadia', lat: 46.4299, lon: 30.7613 },
];
