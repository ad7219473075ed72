// «Поруч» ("close by"), a small grocery chain: its programme, tiers, stores and tills.
import type { StoreId, TillId } from '#src/lib/id.ts';

export const PROGRAMME = {
  shopName: 'Поруч',
  brandColour: '#0B6B4F',
  accentColour: '#F2A33A',
  welcomePoints: 50n,
  termsVersion: '2026-01',
  supportPhone: '+380800500123',
} as const;

/** Thresholds in kopiykas, earnings in basis points. */
export const TIERS = [
  { tierKey: 'base', position: 1, fromTurnoverMinor: 0n, earnBp: 300 },
  { tierKey: 'silver', position: 2, fromTurnoverMinor: 10_000_00n, earnBp: 400 },
  { tierKey: 'gold', position: 3, fromTurnoverMinor: 30_000_00n, earnBp: 500 },
] as const;

/** What a neighbour gets for bringing another; sums in kopiykas. */
export const FRIENDS = {
  isOn: true,
  inviterPoints: 50n,
  friendPoints: 50n,
  minimumMinor: 200_00n,
  pendingDays: 14,
  monthLimit: 5,
  budget: 50_000n,
} as const;

interface DemoStore {
  storeId: StoreId;
  name: string;
  city: string;
  address: string;
  /** Degrees, about where the street is. */
  lat: number;
  lon: number;
  tills: number;
}

export const STORES: DemoStore[] = [
  {
    storeId: storeId(1),
    name: 'Хрещатик 12',
    city: 'Київ',
    address: 'вул. Хрещатик, 12',
    lat: 50.4478,
    lon: 30.5223,
    tills: 3,
  },
  {
    storeId: storeId(2),
    name: 'Оболонь',
    city: 'Київ',
    address: 'просп. Оболонський, 21',
    lat: 50.5012,
    lon: 30.4983,
    tills: 3,
  },
  {
    storeId: storeId(3),
    name: 'Позняки',
    city: 'Київ',
    address: 'просп. Петра Григоренка, 7',
    lat: 50.3981,
    lon: 30.6349,
    tills: 2,
  },
  {
    storeId: storeId(4),
    name: 'Площа Ринок',
    city: 'Львів',
    address: 'пл. Ринок, 30',
    lat: 49.842,
    lon: 24.0316,
    tills: 2,
  },
  {
    storeId: storeId(5),
    name: 'Сихів',
    city: 'Львів',
    address: 'просп. Червоної Калини, 62',
    lat: 49.8065,
    lon: 24.053,
    tills: 2,
  },
  {
    storeId: storeId(6),
    name: 'Дерибасівська',
    city: 'Одеса',
    address: 'вул. Дерибасівська, 14',
    lat: 46.4836,
    lon: 30.7372,
    tills: 2,
  },
];

function storeId(number: number): StoreId {
  return `str_${String(number).padStart(20, '0')}`;
}

/** The n-th till of a store, from 1. */
export function tillId(store: StoreId, number: number): TillId {
  return `til_${store.slice(-10)}${String(number).padStart(10, '0')}`;
}
