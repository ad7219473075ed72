// The live card code as a picture.
import type { Brand } from './brand.ts';
import { CODE_SIZE, drawCode } from './draw-code.ts';

export interface LiveCodePicture {
  /** From `signLiveCode`. */
  code: string;
  brand: Brand;
  /** 60 where not told. */
  secondsLeft?: number;
  /** The unit behind the seconds in the member's language: `s`, `с`. */
  secondsUnit?: string;
}

export const LIVE_CODE_SIZE = CODE_SIZE;

/** The picture as a PNG, 720 x 840. Throws when a colour of the brand is not `#rrggbb`. */
export async function drawLiveCode(picture: LiveCodePicture): Promise<Buffer> {
  const { code, brand, secondsLeft = 60, secondsUnit = 's' } = picture;
  const caption = `${Math.max(0, Math.ceil(secondsLeft))} ${secondsUnit}`.trim();
  return await drawCode({ text: code, brand, caption });
}
