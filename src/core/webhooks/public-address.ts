// Which addresses are out in the world. An endpoint is written by somebody else, so it must never lead into our own
// network: not by a number, not by a name, not by a name that changes its mind. Lists: IANA's registries of special
// addresses for IPv4 and IPv6.
import { BlockList, isIP } from 'node:net';

const INSIDE_4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Where clouds keep the credentials of a machine, too.
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Within 2000::/3, which alone is the world: tunnels that carry an IPv4 address, and examples. */
const INSIDE_6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const inside = new BlockList();
for (const [net, prefix] of INSIDE_4) inside.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of INSIDE_6) inside.addSubnet(net, prefix, 'ipv6');
const world = new BlockList();
world.addSubnet('2000::', 3, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a connection may go to this address; `loopback` lets this machine be called, for a demo and for tests. */
export function isPublicAddress(address: string, allowed: { loopback: boolean }): boolean {
  const version = isIP(address);
  if (version === 0) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (allowed.loopback && loopback.check(address, family)) return true;
  if (version === 6 && !world.check(address, 'ipv6')) return false;
  return !inside.check(address, family);
}
