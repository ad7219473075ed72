// A QR code told as modules, as a picture, for eyes that are not ours.
import { Resvg } from '@resvg/resvg-js';
import type { QrShown } from '#src/contract/card.ts';

export function qrPng({ size, modules }: QrShown): Buffer {
  const side = size + 8;
  const dark = Array.from(modules, (module, at) =>
    module === '1'
      ? `<rect x="${(at % size) + 4}" y="${Math.floor(at / size) + 4}" width="1" height="1"/>`
      : '',
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" width="${side * 6}" height="${side * 6}" shape-rendering="crispEdges"><rect width="${side}" height="${side}" fill="#fff"/>${dark.join('')}</svg>`;
  return new Resvg(svg).render().asPng();
}
