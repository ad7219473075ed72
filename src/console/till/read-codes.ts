// Reads card codes out of camera pictures: the QR of a card or a live code, and the bars of a card. The reader is the
// same everywhere, because what browsers bring themselves differs; its WebAssembly comes from our own server.
import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill';
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';

prepareZXingModule({
  overrides: {
    locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasmUrl : prefix + path),
  },
});

const detector = new BarcodeDetector({ formats: ['qr_code', 'ean_13'] });

/** The text of a code in the picture; null when there is none. */
export async function readCode(picture: HTMLVideoElement): Promise<string | null> {
  const [first] = await detector.detect(picture);
  return first?.rawValue || null;
}
