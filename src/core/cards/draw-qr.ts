// A plain QR code as a picture: black on white, one bit a pixel, some hundred bytes.
import { encodeBitmapPng } from './encode-png.ts';
import { type QrCorrection, qrMatrix } from './qr-matrix.ts';

export interface QrLook {
  /** Pixels along a module's side, whole; 10 where not told. */
  modulePx?: number;
  /** Clear modules round the code; ISO/IEC 18004 asks for the default of 4. */
  marginModules?: number;
  correction?: QrCorrection;
}

/** The QR code of `text` as a PNG, `(modules + 2 * marginModules) * modulePx` pixels square. */
export function drawQr(text: string, look: QrLook = {}): Buffer {
  const { modulePx = 10, marginModules = 4, correction = 'M' } = look;
  const { size, modules } = qrMatrix(text, correction);
  const side = (size + 2 * marginModules) * modulePx;
  const stride = 1 + Math.ceil(side / 8);
  const rows = new Uint8Array(stride * side).fill(0xff);

  for (let y = 0; y < side; y++) rows[y * stride] = 0;
  for (let row = 0; row < size; row++) {
    const first = (marginModules + row) * modulePx * stride;
    for (let column = 0; column < size; column++) {
      if (!modules[row * size + column]) continue;
      const from = (marginModules + column) * modulePx;
      for (let x = from; x < from + modulePx; x++) {
        const at = first + 1 + (x >> 3);
        rows[at] = (rows[at] ?? 0) & ~(0x80 >> (x & 7));
      }
    }
    for (let copy = 1; copy < modulePx; copy++) rows.copyWithin(first + copy * stride, first, first + stride);
  }
  return encodeBitmapPng({ width: side, height: side }, rows);
}
