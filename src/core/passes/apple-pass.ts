// The card as a pass for Apple's Wallet: a signed archive. developer.apple.com/documentation/walletpasses has the fields.
import { PKPass } from 'passkit-generator';
import { formatDay, formatPoints } from '#src/lib/format.ts';
import { readColour, textColourOn } from '../cards/brand.ts';
import { formatCardNumber, parseCardNumber } from '../cards/card-number.ts';
import { drawMark } from '../cards/draw-mark.ts';
import type { Programme } from '../stores/read-programme.ts';
import { tierName } from '../stores/tier-name.ts';
import type { PassFacts } from './pass-facts.ts';
import { passToken } from './pass-token.ts';
import { type PassWord, passWord } from './pass-words.ts';

export interface ApplePassSettings {
  passTypeId: string;
  teamId: string;
  /** PEM each: the pass certificate, its key, and Apple's intermediate (WWDR) certificate. */
  certificate: string;
  key: string;
  keyPassphrase?: string | undefined;
  wwdr: string;
  /** Where pushes go. */
  pushRoot: string;
}

export interface PassShop {
  programme: Programme;
  /** Where phones ask for newer passes, without a slash at the end. */
  publicUrl: string;
  secretKey: string;
  at: Date;
}

/** The .pkpass. Throws when the certificates cannot sign. */
export function makeApplePass(facts: PassFacts, settings: ApplePassSettings, shop: PassShop): Buffer {
  const { programme } = shop;
  const brand = {
    shopName: programme.shopName,
    colour: programme.brandColour,
    accent: programme.accentColour,
  };
  const files = {
    'pass.json': Buffer.from(JSON.stringify(passJson(facts, settings, shop))),
    'icon.png': drawMark(brand, 29),
    'icon@2x.png': drawMark(brand, 58),
    'icon@3x.png': drawMark(brand, 87),
    'logo.png': drawMark(brand, 50),
    'logo@2x.png': drawMark(brand, 100),
  };
  const { certificate: signerCert, key: signerKey, keyPassphrase, wwdr } = settings;
  return new PKPass(files, {
    wwdr,
    signerCert,
    signerKey,
    ...(keyPassphrase ? { signerKeyPassphrase: keyPassphrase } : {}),
  }).getAsBuffer();
}

function passJson(facts: PassFacts, settings: ApplePassSettings, shop: PassShop): object {
  const { cardNumber, language, voided } = facts;
  const { programme } = shop;
  const say = (key: PassWord) => passWord(language, key);
  const ours = parseCardNumber(cardNumber);
  const spaced = ours ? formatCardNumber(ours) : cardNumber;
  const code = (format: string) => ({
    format,
    message: cardNumber,
    messageEncoding: 'iso-8859-1',
    altText: spaced,
  });
  const ground = readColour(programme.brandColour);
  const ink = textColourOn(ground);
  return {
    formatVersion: 1,
    passTypeIdentifier: settings.passTypeId,
    teamIdentifier: settings.teamId,
    serialNumber: cardNumber,
    organizationName: programme.shopName,
    description: say('description'),
    logoText: programme.shopName,
    backgroundColor: rgb(ground),
    foregroundColor: rgb(ink),
    labelColor: rgb(ink),
    voided,
    webServiceURL: `${shop.publicUrl}/passes`,
    authenticationToken: passToken(cardNumber, shop.secretKey),
    barcodes: [code('PKBarcodeFormatQR'), code('PKBarcodeFormatCode128')],
    storeCard: {
      primaryFields: [
        {
          key: 'balance',
          label: say('balance'),
          value: formatPoints(facts.balance, language),
          changeMessage: `${say('balance')}: %@`,
        },
      ],
      secondaryFields: [
        { key: 'name', label: say('name'), value: facts.name },
        { key: 'tier', label: say('tier'), value: tierName(language, facts.tierKey) },
      ],
      backFields: [
        { key: 'number', label: say('number'), value: spaced },
        ...expiry(facts, shop),
        { key: 'earns', label: say('how'), value: say('earns') },
        { key: 'terms', label: say('terms'), value: programme.termsUrl || `${shop.publicUrl}/terms` },
      ],
    },
  };
}

function expiry({ nextExpiry, language }: PassFacts, { programme, at }: PassShop): object[] {
  if (!nextExpiry) return [];
  const last = new Date(nextExpiry.expiresAt.getTime() - 1);
  const day = formatDay(last, { language, timeZone: programme.timeZone, now: at });
  const value = `${formatPoints(nextExpiry.amount, language)}, ${day}`;
  return [{ key: 'expiry', label: passWord(language, 'expiry'), value }];
}

const rgb = ([red, green, blue]: readonly number[]): string => `rgb(${red}, ${green}, ${blue})`;
