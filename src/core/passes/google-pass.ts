// The card as a loyalty object in Google Wallet: a link that saves it, and what changes it afterwards.
// developers.google.com/wallet/retail/loyalty-cards has the fields.
import { importPKCS8, SignJWT } from 'jose';
import { formatPoints } from '#src/lib/format.ts';
import { formatCardNumber, parseCardNumber } from '../cards/card-number.ts';
import { tierName } from '../stores/tier-name.ts';
import type { PassShop } from './apple-pass.ts';
import type { PassFacts } from './pass-facts.ts';
import { passWord } from './pass-words.ts';

export interface GoogleWalletSettings {
  issuerId: string;
  /** Of the service account. */
  email: string;
  /** Its private key, PKCS #8 in PEM. */
  key: string;
  tokenUrl: string;
  /** Where the Wallet API is. */
  apiRoot: string;
}

const SAVE = 'https://pay.google.com/gp/v/save/';

/** What the account calls this card; stable, so that saving twice changes nothing. */
export const objectId = ({ issuerId }: GoogleWalletSettings, cardNumber: string): string =>
  `${issuerId}.${cardNumber}`;

/** The address that offers to save the card, some 1,500 characters. */
export async function googleSaveLink(
  facts: PassFacts,
  settings: GoogleWalletSettings,
  { programme, publicUrl, at }: PassShop,
): Promise<string> {
  const classId = `${settings.issuerId}.kartka`;
  const payload = {
    loyaltyClasses: [
      {
        id: classId,
        issuerName: programme.shopName,
        programName: programme.shopName,
        programLogo: { sourceUri: { uri: `${publicUrl}/passes/logo.png` } },
        hexBackgroundColor: programme.brandColour,
        reviewStatus: 'UNDER_REVIEW',
      },
    ],
    loyaltyObjects: [
      { id: objectId(settings, facts.cardNumber), classId, ...objectFields(facts), ...codeFields(facts) },
    ],
  };
  const token = await new SignJWT({ typ: 'savetowallet', origins: [new URL(publicUrl).origin], payload })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(settings.email)
    .setAudience('google')
    .setIssuedAt(at)
    .sign(await importPKCS8(settings.key, 'RS256'));
  return `${SAVE}${token}`;
}

/** What changes while the card lives. */
export function objectFields({ name, balance, tierKey, language, voided }: PassFacts): object {
  return {
    state: voided ? 'INACTIVE' : 'ACTIVE',
    accountName: name,
    loyaltyPoints: {
      label: passWord(language, 'balance'),
      balance: { string: formatPoints(balance, language) },
    },
    secondaryLoyaltyPoints: {
      label: passWord(language, 'tier'),
      balance: { string: tierName(language, tierKey) },
    },
  };
}

function codeFields({ cardNumber }: PassFacts): object {
  const ours = parseCardNumber(cardNumber);
  return {
    accountId: cardNumber,
    barcode: {
      type: 'QR_CODE',
      value: cardNumber,
      alternateText: ours ? formatCardNumber(ours) : cardNumber,
    },
  };
}
