// Lets the till open without a network. What belongs to one version is fetched whole when that version is installed.
// Pages are always asked for anew while there is a network, so that nobody is kept in an old version; files with a hash
// in their name never change and come from the store. Nothing of /api is ever stored.

interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
declare global {
  interface WindowEventMap {
    install: Lasting;
    activate: Lasting;
    fetch: Fetching;
  }
  function skipWaiting(): Promise<void>;
  const clients: { claim(): Promise<void> };
  /** Set by the build: what to fetch, and the version's name. */
  const KARTKA_FILES: readonly string[];
  const KARTKA_VERSION: string;
}

const STORES = 'kartka-console-';
const PAGE = '/console/index.html';
/** A cashier waits no longer for a page from a network that only seems to be there. */
const PAGE_WITHIN_MS = 4_000;
/** The version before stays: a tab that was opened with it may still want its parts. */
const KEPT_VERSIONS = 2;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !pathname.startsWith('/console/')) return;
  if (request.mode === 'navigate') event.respondWith(page(request));
  else if (pathname.startsWith('/console/assets/')) event.respondWith(part(request));
});

async function install(): Promise<void> {
  const store = await caches.open(STORES + KARTKA_VERSION);
  await store.addAll(KARTKA_FILES.map((file) => new Request(file, { cache: 'reload' })));
  await skipWaiting();
}

async function activate(): Promise<void> {
  // In the order in which they were made.
  const names = (await caches.keys()).filter((name) => name.startsWith(STORES));
  await Promise.all(names.slice(0, -KEPT_VERSIONS).map((name) => caches.delete(name)));
  await clients.claim();
}

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PAGE_WITHIN_MS) });
  } catch {
    const store = await caches.open(STORES + KARTKA_VERSION);
    return (await store.match(PAGE)) ?? Response.error();
  }
}

async function part(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? (await fetch(request));
}

export {};
