// What a card picture costs in CPU, beside the least that any way of drawing it would have to pay: the QR's matrix and
// zlib over the same pixels. Drawing is what people wait for after their last tap of the registration.
import { deflateSync, inflateSync } from 'node:zlib';
import { newCardNumber } from '#src/core/cards/card-number.ts';
import { drawCard } from '#src/core/cards/draw-card.ts';
import { drawQr } from '#src/core/cards/draw-qr.ts';
import { qrMatrix } from '#src/core/cards/qr-matrix.ts';

const ROUNDS = 9;
const CARDS_A_ROUND = 40;
const brand = { shopName: 'Поруч', colour: '#0B6B4F' };
const label = { show: 'Покажіть на касі' };
const FIRST = 'Олена Ян Марія Богдан Соломія Ґжегож Юлія Тарас Zoë Анастасія-Марія Єва Їжак Щасна'.split(' ');
const LAST =
  'Ковальчук Ю О’Браєн Христорождественська-Голованівська Петренко Лі Шевченко Wójcik Цвіркун Гнатюк'.split(
    ' ',
  );

function someName(): string {
  const pick = (names: string[]) => names[Math.floor(Math.random() * names.length)] ?? '';
  return `${pick(FIRST)} ${pick(LAST)}`;
}

/** Prints the medians of several rounds; the last line is `ratio=`, the floor's CPU time divided by the card's. */
export async function run(): Promise<void> {
  const cardPixels = inflateSync(
    pixelData(await drawCard({ memberName: '', cardNumber: newCardNumber(), brand, label })),
  );
  const qrPixels = inflateSync(pixelData(drawQr(newCardNumber())));
  let bytes = 0;

  const works = {
    card: async () => {
      const memberName = someName();
      bytes = Math.max(
        bytes,
        (await drawCard({ memberName, cardNumber: newCardNumber(), brand, label })).length,
      );
    },
    cardFloor: () => {
      qrMatrix(newCardNumber(), 'H');
      deflateSync(cardPixels, { level: 3 });
    },
    qr: () => drawQr(newCardNumber()),
    qrFloor: () => {
      qrMatrix(newCardNumber(), 'M');
      deflateSync(qrPixels, { level: 3 });
    },
  };

  const took = {
    card: [] as number[],
    cardFloor: [] as number[],
    qr: [] as number[],
    qrFloor: [] as number[],
  };
  for (const work of Object.values(works)) await cpuMs(work);
  for (let round = 0; round < ROUNDS; round++) {
    // The floor stands beside what it is compared with, so that a noisy moment meets both.
    took.card.push(await cpuMs(works.card));
    took.cardFloor.push(await cpuMs(works.cardFloor));
    took.qr.push(await cpuMs(works.qr));
    took.qrFloor.push(await cpuMs(works.qrFloor));
  }

  const ratios = took.card.map((ms, i) => (took.cardFloor[i] ?? 0) / ms);
  const qrRatios = took.qr.map((ms, i) => (took.qrFloor[i] ?? 0) / ms);
  console.log(`rounds=${ROUNDS} cards a round=${CARDS_A_ROUND} largest picture=${bytes} bytes`);
  console.log(
    `card: ${tell(took.card)} ms of CPU (at most 15); floor, matrix and zlib: ${tell(took.cardFloor)} ms`,
  );
  console.log(`QR alone: ${tell(took.qr)} ms of CPU (at most 1.5); floor: ${tell(took.qrFloor)} ms`);
  console.log(`QR ratio ${tell(qrRatios)}`);
  console.log(
    `spread of the card's ratio: ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
  );
  console.log(`ratio=${median(ratios).toFixed(2)}`);
}

/** Mean CPU milliseconds of this process, all threads, for one call of `work`. */
async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < CARDS_A_ROUND; i++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / CARDS_A_ROUND;
}

// The picture's data chunk: our pictures have exactly one.
function pixelData(png: Buffer): Buffer {
  const at = png.indexOf('IDAT');
  return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4));
}

function tell(values: number[]): string {
  return `${median(values).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
