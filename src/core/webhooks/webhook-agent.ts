// The connections to other systems. The address is judged at the moment of connecting and that very address is used, so
// that a name which changes between two looks opens nothing.
import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { hostOf } from './endpoint-url.ts';
import { isPublicAddress } from './public-address.ts';

/** The address lies inside: nothing was connected. */
export class AddressRefusedError extends Error {
  readonly code = 'ADDRESS_REFUSED';
}

const CONNECT_MS = 5_000;
/** Headers of an answer beyond this end the call. */
const MOST_HEADER_BYTES = 8_192;
const KEPT_OPEN_MS = 10_000;

/** The caller closes it. */
export function webhookAgent(allowed: { loopback: boolean }): Agent {
  const connect = buildConnector({ timeout: CONNECT_MS, lookup: judging(lookup, allowed) });
  return new Agent({
    connect(options, callback) {
      const host = hostOf(options);
      // A number is never looked up.
      if (isIP(host) !== 0 && !isPublicAddress(host, allowed)) {
        callback(new AddressRefusedError('an inner address'), null);
        return;
      }
      connect(options, callback);
    },
    connections: 4,
    pipelining: 1,
    keepAliveTimeout: KEPT_OPEN_MS,
    maxHeaderSize: MOST_HEADER_BYTES,
  });
}

/** A name is good when all of its addresses are. */
function judging(look: typeof lookup, allowed: { loopback: boolean }): LookupFunction {
  return (hostname, options, callback) => {
    look(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address, allowed)))
        return callback(new AddressRefusedError('an inner address'), '', 0);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };
}
