// Sends a file in parts. A part whose answer was lost is sent again; the server keeps each once.
import { type ImportKind, type ImportShown, importRoutes, PART_BYTES } from '#src/contract/imports.ts';
import { ApiFailure } from '../../api/api-failure.ts';
import { call } from '../../api/call.ts';

const TRIES = 4;
const WAIT_MS = 1_000;

/** `onPart` hears how much of the file has arrived, from 0 to 1. */
export async function uploadFile(
  { kind, file }: { kind: ImportKind; file: File },
  onPart: (share: number) => void,
): Promise<ImportShown> {
  const { importId } = await call(importRoutes.createImport, {
    body: { kind, fileName: file.name.slice(-200) },
  });
  const parts = Math.ceil(file.size / PART_BYTES);
  for (let partNo = 0; partNo < parts; partNo++) {
    const bytes = await file.slice(partNo * PART_BYTES, (partNo + 1) * PART_BYTES).arrayBuffer();
    const base64 = toBase64(new Uint8Array(bytes));
    await persist(() =>
      call(importRoutes.uploadPart, { params: { importId, partNo: String(partNo) }, body: { base64 } }),
    );
    onPart((partNo + 1) / parts);
  }
  return await call(importRoutes.finishUpload, { params: { importId }, body: { parts } });
}

async function persist(work: () => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await work();
      return;
    } catch (error) {
      const isFinal = error instanceof ApiFailure && error.status < 500;
      if (isFinal || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS * tries));
    }
  }
}

/** Arguments of one call of String.fromCharCode: engines take some tens of thousands. */
const AT_ONCE = 8_192;

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += AT_ONCE)
    text += String.fromCharCode(...bytes.subarray(from, from + AT_ONCE));
  return btoa(text);
}
