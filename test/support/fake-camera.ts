// A film for Chromium's pretend camera: a picture held in front of it, on a table, a little askew. The format is
// YUV4MPEG2 (4:2:0, as its manual page describes it): a line of header, then `FRAME` and the three planes of each frame.
import { writeFile } from 'node:fs/promises';
import { Resvg } from '@resvg/resvg-js';

const SIZE = { width: 1280, height: 720 };
/** Chromium plays a film of one frame not at all. */
const FRAMES = 2;

/** Writes a film of 1280 x 720 that shows a PNG of these proportions, to a file at `path`. */
export async function filmPicture(
  path: string,
  { png, width, height }: { png: Buffer; width: number; height: number },
): Promise<void> {
  const scale = Math.min((SIZE.width * 0.86) / width, (SIZE.height * 0.86) / height);
  const shown = { width: width * scale, height: height * scale };
  const x = (SIZE.width - shown.width) / 2;
  const y = (SIZE.height - shown.height) / 2;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.width}" height="${SIZE.height}">
    <rect width="100%" height="100%" fill="#8d877e"/>
    <g transform="rotate(2.5 640 360)">
      <image href="data:image/png;base64,${png.toString('base64')}" x="${x}" y="${y}" width="${shown.width}" height="${shown.height}"/>
    </g>
  </svg>`;
  const { pixels } = new Resvg(svg).render();
  const frame = Buffer.concat([Buffer.from('FRAME\n'), planesOf(pixels)]);
  const header = Buffer.from(`YUV4MPEG2 W${SIZE.width} H${SIZE.height} F10:1 Ip A1:1 C420jpeg\n`);
  await writeFile(path, Buffer.concat([header, ...Array.from({ length: FRAMES }, () => frame)]));
}

/** Y, U and V from RGBA: full-range ITU-R BT.601, the colours of JPEG; U and V of every second pixel and line. */
function planesOf(rgba: Uint8Array): Buffer {
  const { width, height } = SIZE;
  const luma = Buffer.alloc(width * height);
  const blue = Buffer.alloc((width * height) / 4);
  const red = Buffer.alloc((width * height) / 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const [r = 0, g = 0, b = 0] = rgba.subarray(at * 4, at * 4 + 3);
      luma[at] = 0.299 * r + 0.587 * g + 0.114 * b;
      if (x % 2 || y % 2) continue;
      const half = (y / 2) * (width / 2) + x / 2;
      blue[half] = 128 - 0.168736 * r - 0.331264 * g + 0.5 * b;
      red[half] = 128 + 0.5 * r - 0.418688 * g - 0.081312 * b;
    }
  }
  return Buffer.concat([luma, blue, red]);
}
