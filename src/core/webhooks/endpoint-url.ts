import { isIP } from 'node:net';
import { Refusal } from '../refusal.ts';
import { isPublicAddress } from './public-address.ts';

/**
 * The address of an endpoint in its one way of writing it. Throws Refusal `webhook_url`: no https, a name and password
 * in it, or an address of an inner network. Names are looked up with each call, not here.
 */
export function readEndpointUrl(text: string, allowed: { loopback: boolean }): string {
  const url = URL.parse(text);
  if (url?.username !== '' || url.password !== '') throw new Refusal('webhook_url');
  const host = hostOf(url);
  const toOneself = allowed.loopback && (host === 'localhost' || host === '127.0.0.1' || host === '::1');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && toOneself)) throw new Refusal('webhook_url');
  if (isIP(host) !== 0 && !isPublicAddress(host, allowed)) throw new Refusal('webhook_url');
  if (host === 'localhost' && !toOneself) throw new Refusal('webhook_url');
  url.hash = '';
  return url.href;
}

/** Without the brackets of IPv6. */
export function hostOf({ hostname }: { hostname: string }): string {
  return hostname.replace(/^\[|\]$/g, '');
}
