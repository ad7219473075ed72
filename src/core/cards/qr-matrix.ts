// The dark and light squares of a QR code, from the `qrcode` package; how they look is for the drawing files to say.
import QRCode from 'qrcode';

/** How much of the code may be scratched or glared away and still read: about 15, 25 or 30 per cent (ISO/IEC 18004). */
export type QrCorrection = 'M' | 'Q' | 'H';

export interface QrMatrix {
  /** Modules along one side, without the quiet zone. */
  size: number;
  /** Row by row, 1 is dark. */
  modules: Uint8Array;
}

/** Throws when `text` is empty or too long for a QR code. */
export function qrMatrix(text: string, correction: QrCorrection): QrMatrix {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: correction });
  return { size: modules.size, modules: Uint8Array.from(modules.data) };
}
