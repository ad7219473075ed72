// How long an SMS is for whoever carries it: one that holds nothing but GSM's own letters takes 160 a message and 153 a
// part of a longer one, any other letter (a Cyrillic one, too) makes it 70 and 67. 3GPP TS 23.038 and 23.040.

export interface SmsLength {
  /** In the units that are counted: a letter of GSM's second table counts twice. */
  length: number;
  /** How many of them fit into as many parts as there are. */
  room: number;
  parts: number;
}

const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_TWICE = '\f^{}\\[~]|€';

export function smsLength(text: string): SmsLength {
  const letters = Array.from(text);
  const isGsm = letters.every((letter) => GSM.includes(letter) || GSM_TWICE.includes(letter));
  const length = isGsm
    ? letters.reduce((sum, letter) => sum + (GSM_TWICE.includes(letter) ? 2 : 1), 0)
    : text.length;
  const [whole, part] = isGsm ? [160, 153] : [70, 67];
  if (length <= whole) return { length, room: whole, parts: length === 0 ? 0 : 1 };
  const parts = Math.ceil(length / part);
  return { length, room: parts * part, parts };
}
