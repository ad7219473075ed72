// Bytes that the program or a person put on a phone: pictures and documents. The newest ones are kept, up to a limit.
import { createHash } from 'node:crypto';

export interface StoredFile {
  /** Short, stable for equal bytes. */
  id: string;
  bytes: Buffer;
  contentType: string;
  fileName?: string;
  width: number;
  height: number;
}

export interface Files {
  keep(bytes: Buffer, fileName?: string): StoredFile;
  find(id: string): StoredFile | undefined;
  clear(): void;
}

/** Memory that the simulator gives to pictures, bytes. */
const KEEP_BYTES = 256 * 1024 * 1024;

export function makeFiles(): Files {
  const byId = new Map<string, StoredFile>();
  let total = 0;
  return {
    keep(bytes, fileName) {
      const id = createHash('sha256').update(bytes).digest('base64url').slice(0, 16);
      const known = byId.get(id);
      if (known) return known;
      const file: StoredFile = { id, bytes, ...readPicture(bytes), ...(fileName ? { fileName } : {}) };
      byId.set(id, file);
      total += bytes.length;
      for (const [oldId, old] of byId) {
        if (total <= KEEP_BYTES || oldId === id) break;
        byId.delete(oldId);
        total -= old.bytes.length;
      }
      return file;
    },
    find: (id) => byId.get(id),
    clear() {
      byId.clear();
      total = 0;
    },
  };
}

/** The type and size of a picture by its first bytes; width and height are 0 when it is none. */
export function readPicture(bytes: Buffer): { contentType: string; width: number; height: number } {
  if (bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47) {
    return { contentType: 'image/png', width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  if (bytes.length > 10 && bytes.toString('latin1', 0, 3) === 'GIF') {
    return { contentType: 'image/gif', width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  }
  if (bytes.length > 4 && bytes.readUInt16BE(0) === 0xffd8) {
    return { contentType: 'image/jpeg', ...readJpegSize(bytes) };
  }
  return { contentType: 'application/octet-stream', width: 0, height: 0 };
}

function readJpegSize(bytes: Buffer): { width: number; height: number } {
  let at = 2;
  while (at + 9 < bytes.length) {
    const marker = bytes.readUInt16BE(at);
    // Start-of-frame markers are FFC0 to FFCF, without FFC4, FFC8 and FFCC (ITU T.81, table B.1).
    const isFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return { width: 0, height: 0 };
}
