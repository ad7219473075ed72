// Which addresses the page is willing to open: http and https only, resolved against the page itself.

/** The address to put into a link, or null for anything that is not http(s). */
export function safeLink(address: string | undefined): string | null {
  if (!address) return null;
  try {
    const url = new URL(address, location.href);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

/** Opens an address in a new tab that cannot reach back; false when it is not a web address. */
export function openLink(address: string | undefined): boolean {
  const url = safeLink(address);
  if (!url) return false;
  window.open(url, '_blank', 'noopener,noreferrer');
  return true;
}
