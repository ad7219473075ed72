// What must never be called: the inner networks, however their addresses are written.
import { describe, expect, it } from 'vitest';
import { Refusal } from '#src/core/refusal.ts';
import { readEndpointUrl } from '#src/core/webhooks/endpoint-url.ts';
import { isPublicAddress } from '#src/core/webhooks/public-address.ts';

const INSIDE = [
  '127.0.0.1',
  '127.255.255.254',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '2001:0:1::1',
  '2001:db8::1',
  'fe80::1',
  'fc00::1',
  'fd00:ec2::254',
  'ff02::1',
  'not an address',
];
const OUTSIDE = ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450::1'];

describe('an address', () => {
  it('when it lies inside, then it is no public one', () => {
    expect(INSIDE.filter((address) => isPublicAddress(address, { loopback: false }))).toEqual([]);
    expect(OUTSIDE.filter((address) => !isPublicAddress(address, { loopback: false }))).toEqual([]);
  });

  it('when this machine may be called, then that opens no other inner network', () => {
    const open = INSIDE.filter((address) => isPublicAddress(address, { loopback: true }));
    expect(open).toEqual(['127.0.0.1', '127.255.255.254', '::1', '::ffff:127.0.0.1']);
  });
});

describe('the address of an endpoint', () => {
  const refused = (url: string, loopback = false) => {
    try {
      return readEndpointUrl(url, { loopback });
    } catch (error) {
      return error instanceof Refusal ? error.code : String(error);
    }
  };

  it('when it is no https address of the world, then it is refused', () => {
    const bad = [
      'http://example.com/hook',
      'ftp://example.com',
      'https://user:password@example.com/',
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://0177.0.0.1/',
      'https://[::1]/',
      'https://[::ffff:169.254.169.254]/',
      'https://localhost/',
      'javascript:alert(1)',
      'example.com',
    ];
    expect(bad.map((url) => refused(url))).toEqual(bad.map(() => 'webhook_url'));
    expect(refused('https://Example.com/hook?key=1#part')).toBe('https://example.com/hook?key=1');
  });

  it('when this machine may be called, then http goes there and nowhere else', () => {
    expect(refused('http://localhost:3000/a', true)).toBe('http://localhost:3000/a');
    expect(refused('http://example.com/', true)).toBe('webhook_url');
    expect(refused('https://10.0.0.1/', true)).toBe('webhook_url');
  });
});
