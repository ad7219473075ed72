// The live code that a member shows for burning, read from the picture on the phone as a till would read it.
import { readCodes } from '#test/core/cards/read-picture.ts';
import type { PhoneChat } from '#test/support/phone.ts';

/** Opens the card, asks for the code for burning and reads the QR. */
export async function showsLiveCode(chat: PhoneChat): Promise<string> {
  await chat.presses('💳 Картка');
  await chat.sees('Базова');
  await chat.presses('Код для списання');
  const codes = await readCodes(await (await chat.sees('Покажіть касиру')).picture());
  return codes.find((code) => code.startsWith('QRCode '))?.slice('QRCode '.length) ?? 'no code';
}
