// Reads the QR code in a picture as the scanner of a till would, so that whoever tries the API can copy it. The reader
// comes with the tools for development, as the pretend phones do.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

let reader: Promise<typeof import('zxing-wasm/reader')> | undefined;

/** Its text; null when the picture has none. */
export async function readCode(bytes: Buffer): Promise<string | null> {
  reader ??= loadReader();
  const { readBarcodes } = await reader;
  const [found] = await readBarcodes(Uint8Array.from(bytes), { formats: ['QRCode'], tryHarder: true });
  return found?.text || null;
}

async function loadReader(): Promise<typeof import('zxing-wasm/reader')> {
  const zxing = await import('zxing-wasm/reader');
  const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = Uint8Array.from(await readFile(path)).buffer;
  await zxing.prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  return zxing;
}
