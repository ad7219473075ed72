import { qrMatrix } from './qr-matrix.ts';

/** Clear modules round the code, as ISO/IEC 18004 asks for. */
const QUIET = 4;

/** The QR code of `text` for a page that is printed: dark modules as an SVG path in a square of `size`, quiet zone included. */
export function qrPath(text: string): { size: number; path: string } {
  const { size, modules } = qrMatrix(text, 'Q');
  let path = '';
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      if (modules[row * size + column]) path += `M${column + QUIET} ${row + QUIET}h1v1h-1z`;
  return { size: size + 2 * QUIET, path };
}
