import type { Brand } from '../cards/brand.ts';
import { drawCode } from '../cards/draw-code.ts';
import { formatPickUpCode, pickUpPayload } from '../rewards/pick-up-code.ts';

/** The code of an order as a PNG: for a scanner, and below it for people. */
export async function drawPickUpCode({ code, brand }: { code: string; brand: Brand }): Promise<Buffer> {
  return await drawCode({ text: pickUpPayload(code), brand, caption: formatPickUpCode(code) });
}
