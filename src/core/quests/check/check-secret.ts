// What a partner needs to believe a question of ours, and to tell players apart without knowing who they are. Both follow
// from the secret key and the partner's host, so there is nothing to store; whoever changes the key tells partners anew.
import { createHmac, hkdfSync } from 'node:crypto';
import type { PlayerId } from '#src/lib/id.ts';
import { hostOf } from '../../webhooks/endpoint-url.ts';

/** Signs the questions to this address, `whsec_` and 44 characters: the same for every task of one host. */
export function checkSecret(url: string, secretKey: string): string {
  const host = hostOf(new URL(url));
  return `whsec_${Buffer.from(hkdfSync('sha256', secretKey, '', `quest check\n${host}`, 32)).toString('base64')}`;
}

/** The same for one player in all questions to one host, and another one for another host: two partners cannot compare. */
export function opaquePlayer(playerId: PlayerId, url: string, secretKey: string): string {
  const key = Buffer.from(hkdfSync('sha256', secretKey, '', `quest player\n${hostOf(new URL(url))}`, 32));
  return createHmac('sha256', key).update(playerId).digest('base64url').slice(0, 22);
}
