// The till as an app of its own: it can be put on the home screen, and opens without a network.
import { useEffect, useState } from 'react';

const LOOK_EVERY_MS = 30 * 60_000;
/** Nobody has touched the till for so long: it may open anew without anybody's noticing. */
const QUIET_MS = 60_000;

/** Keeps the app in place. True once a newer one is: the page is still the old one until it is opened anew. */
export function useApp(idle: boolean): boolean {
  const [fresh, setFresh] = useState(false);
  useEffect(() => {
    addManifest();
    const workers = navigator.serviceWorker;
    // Not over plain http, and not while the console is being developed.
    if (!workers || !import.meta.env.PROD) return;
    const hadOne = workers.controller !== null;
    const changed = () => hadOne && setFresh(true);
    workers.addEventListener('controllerchange', changed);
    const look = () =>
      void workers
        .register('/console/sw.js', { scope: '/console/' })
        .then((registration) => registration.update())
        // Without a network, or in a browser that wants none: the till works as before.
        .catch(() => undefined);
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      workers.removeEventListener('controllerchange', changed);
    };
  }, []);
  useEffect(() => {
    if (!fresh || !idle) return;
    let timer = setTimeout(() => window.location.reload(), QUIET_MS);
    const touched = () => {
      clearTimeout(timer);
      timer = setTimeout(() => window.location.reload(), QUIET_MS);
    };
    for (const event of ['pointerdown', 'keydown']) document.addEventListener(event, touched);
    return () => {
      clearTimeout(timer);
      for (const event of ['pointerdown', 'keydown']) document.removeEventListener(event, touched);
    };
  }, [fresh, idle]);
  return fresh;
}

/** The manifest is the shop's own, so it comes from the server rather than from the build. */
function addManifest(): void {
  if (document.querySelector('link[rel="manifest"]')) return;
  for (const [rel, href] of [
    ['manifest', '/console/till.webmanifest'],
    ['apple-touch-icon', '/console/till-192.png'],
  ] as const) {
    const link = document.createElement('link');
    link.rel = rel;
    link.href = href;
    document.head.append(link);
  }
}
