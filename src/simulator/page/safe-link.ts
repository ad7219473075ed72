// Which addresses the page is willing to open: whole http and https addresses for what people and bots write, and
// files of the simulator itself.

/** The address to put into a link, or null for anything that is not a whole http(s) address. */
export function safeLink(address: string | undefined): string | null {
  return address !== undefined && /^https?:\/\//i.test(address) ? webAddress(address) : null;
}

/** The address of a picture or a document; the simulator gives paths on itself. */
export function fileLink(path: string): string | null {
  return webAddress(path);
}

/** Opens an address in a new tab that cannot reach back; false when it is not a web address. */
export function openLink(address: string | undefined): boolean {
  const url = safeLink(address);
  if (!url) return false;
  window.open(url, '_blank', 'noopener,noreferrer');
  return true;
}

function webAddress(address: string): string | null {
  try {
    const url = new URL(address, location.href);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}
