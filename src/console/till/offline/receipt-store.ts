// The receipts that wait, in the browser's own database: they outlive the tab, the battery and the night. What is
// written is on the disk before the cashier sees the green screen.
import { type KeptReceipt, keptReceipt } from './kept-receipt.ts';

const NAME = 'kartka-till';
const TABLE = 'receipts';
/** Tells the other tabs of this device. */
const CHANGES = 'kartka-till-receipts';

/** Throws what the browser throws when it keeps nothing, as in some private windows. */
export async function keepReceipts(receipts: readonly KeptReceipt[]): Promise<void> {
  await change((table) => {
    for (const each of receipts) table.put(each);
  });
}

export async function dropReceipts(keys: readonly string[]): Promise<void> {
  await change((table) => {
    for (const key of keys) table.delete(key);
  });
}

/** All that this device keeps, the oldest first. */
export async function listKept(): Promise<KeptReceipt[]> {
  const database = await open();
  try {
    const request = database.transaction(TABLE).objectStore(TABLE).getAll();
    const rows: unknown[] = await answer(request);
    const read = rows.flatMap((row) => keptReceipt.safeParse(row).data ?? []);
    return read.toSorted((a, b) => a.occurredAt.localeCompare(b.occurredAt) || a.key.localeCompare(b.key));
  } finally {
    database.close();
  }
}

/** Calls `listener` when this tab or another has changed something. Returns how to stop. */
export function whenKeptChanges(listener: () => void): () => void {
  const channel = new BroadcastChannel(CHANGES);
  channel.addEventListener('message', listener);
  here.addEventListener('change', listener);
  return () => {
    here.removeEventListener('change', listener);
    channel.close();
  };
}

const here = new EventTarget();

async function change(work: (table: IDBObjectStore) => void): Promise<void> {
  const database = await open();
  try {
    const transaction = database.transaction(TABLE, 'readwrite', { durability: 'strict' });
    work(transaction.objectStore(TABLE));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('nothing was kept'));
    });
  } finally {
    database.close();
  }
  here.dispatchEvent(new Event('change'));
  const channel = new BroadcastChannel(CHANGES);
  channel.postMessage('changed');
  channel.close();
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: 'key' });
  return answer(request);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser keeps nothing'));
  });
}
