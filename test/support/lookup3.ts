// Bob Jenkins' lookup3 in the form that PostgreSQL's hashtextextended gives it, as a second pair of eyes.

const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));

type Three = [a: number, b: number, c: number];

function mix([a, b, c]: Three): Three {
  a = (a - c) ^ rotate(c, 4);
  c = (c + b) | 0;
  b = (b - a) ^ rotate(a, 6);
  a = (a + c) | 0;
  c = (c - b) ^ rotate(b, 8);
  b = (b + a) | 0;
  a = (a - c) ^ rotate(c, 16);
  c = (c + b) | 0;
  b = (b - a) ^ rotate(a, 19);
  a = (a + c) | 0;
  c = (c - b) ^ rotate(b, 4);
  b = (b + a) | 0;
  return [a, b, c];
}

function finish([a, b, c]: Three): Three {
  c = (c ^ b) - rotate(b, 14);
  a = (a ^ c) - rotate(c, 11);
  b = (b ^ a) - rotate(a, 25);
  c = (c ^ b) - rotate(b, 16);
  a = (a ^ c) - rotate(c, 4);
  b = (b ^ a) - rotate(a, 14);
  c = (c ^ b) - rotate(b, 24);
  return [a, b, c];
}

/** Of the text's UTF-8, as an unsigned number of 64 bits; the seed is one, too. */
export function lookup3(text: string, seed: bigint): bigint {
  const bytes = Buffer.from(text);
  const start = (0x9e3779b9 + bytes.length + 3_923_095) | 0;
  let [a, b, c]: Three = [start, start, start];
  if (seed !== 0n)
    [a, b, c] = mix([a + Number(BigInt.asIntN(32, seed >> 32n)), b + Number(BigInt.asIntN(32, seed)), c]);
  let at = 0;
  for (; bytes.length - at >= 12; at += 12)
    [a, b, c] = mix([
      a + bytes.readInt32LE(at),
      b + bytes.readInt32LE(at + 4),
      c + bytes.readInt32LE(at + 8),
    ]);
  // The lowest byte of the third is the length's, which is in it from the start.
  const rest = Buffer.alloc(13);
  bytes.copy(rest, 0, at, Math.min(at + 8, bytes.length));
  bytes.copy(rest, 9, Math.min(at + 8, bytes.length));
  [a, b, c] = finish([a + rest.readInt32LE(0), b + rest.readInt32LE(4), c + rest.readInt32LE(8)]);
  return (BigInt(b >>> 0) << 32n) | BigInt(c >>> 0);
}
