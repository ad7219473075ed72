// Keeps the screen from going dark while the card is in sight, where the phone lets a page do that.

interface WakeLocks {
  wakeLock?: { request(type: 'screen'): Promise<unknown> };
}

/** A lock ends by itself whenever the page goes out of sight, so it is asked for anew each time it comes back. */
export function keepAwake(): void {
  const { wakeLock } = navigator as unknown as WakeLocks;
  if (!wakeLock) return;
  const hold = () => {
    // Refused on a low battery: then the screen goes dark as it always does.
    if (document.visibilityState === 'visible') wakeLock.request('screen').catch(() => undefined);
  };
  document.addEventListener('visibilitychange', hold);
  hold();
}
