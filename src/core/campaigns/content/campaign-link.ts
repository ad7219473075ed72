// Addresses of ours that stand for a campaign's button and lead on to where it leads, so that whoever opens one is counted.
// They name a row and nothing of a person, lead only where the campaign itself leads, and stay good as long as it is there.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { type CampaignId, isId } from '#src/lib/id.ts';

export interface CampaignPlace {
  campaignId: CampaignId;
  /** Of the reader's row. */
  seq: number;
  /** Of the button, from 0. */
  place: number;
}

export interface CampaignLinks {
  url(place: CampaignPlace): string;
  /** Null: not made here. */
  read(token: string): CampaignPlace | null;
}

/** Of the seal, which is cut: 96 bits are not guessed by asking a web server. */
const SEAL_CHARACTERS = 16;
const TOKEN = /^([0-9a-z]{20})-([0-9a-z]{1,7})-([0-9a-z]{1,2})-([\w-]{16})$/;

export function campaignLinks({
  publicUrl,
  secretKey,
}: {
  publicUrl: string;
  secretKey: string;
}): CampaignLinks {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', 'campaign link', 32));
  const seal = (text: string) =>
    createHmac('sha256', key).update(text).digest('base64url').slice(0, SEAL_CHARACTERS);
  return {
    url({ campaignId, seq, place }) {
      const text = `${campaignId.slice('cmp_'.length)}-${seq.toString(36)}-${place.toString(36)}`;
      return `${publicUrl}/c/${text}-${seal(text)}`;
    },
    read(token) {
      const [, id = '', seq = '', place = '', sealed = ''] = TOKEN.exec(token) ?? [];
      const campaignId = `cmp_${id}`;
      if (!isId('cmp', campaignId)) return null;
      const wanted = Buffer.from(seal(`${id}-${seq}-${place}`));
      if (!timingSafeEqual(wanted, Buffer.from(sealed))) return null;
      return { campaignId, seq: Number.parseInt(seq, 36), place: Number.parseInt(place, 36) };
    },
  };
}
