// Pushes to phones that hold a pass, over HTTP/2 with the pass's own certificate. The push says nothing: the phone then
// asks for what has changed. developer.apple.com/documentation/usernotifications has the answers.
import { type ClientHttp2Session, connect, constants } from 'node:http2';
import type { ApplePassSettings } from './apple-pass.ts';
import type { ApplePush } from './tell-wallets.ts';

const PATIENCE_MS = 10_000;
const { HTTP2_HEADER_METHOD, HTTP2_HEADER_PATH, HTTP2_HEADER_STATUS } = constants;

/** One connection, opened when it is first needed and again when it has ended. `ca`: who else to trust, for tests. */
export function applePush(
  settings: ApplePassSettings,
  { ca }: { ca?: string } = {},
): ApplePush & { close(): void } {
  let session: ClientHttp2Session | null = null;

  function open(): ClientHttp2Session {
    if (session && !session.closed && !session.destroyed) return session;
    const { certificate: cert, key, keyPassphrase: passphrase, pushRoot } = settings;
    const fresh = connect(pushRoot, {
      cert,
      key,
      ...(passphrase ? { passphrase } : {}),
      ...(ca ? { ca } : {}),
    });
    // Told by the request that it breaks.
    fresh.on('error', () => fresh.destroy());
    fresh.unref();
    session = fresh;
    return fresh;
  }

  return {
    push: (pushToken) => push(open(), pushToken, settings.passTypeId),
    close: () => session?.close(),
  };
}

function push(
  session: ClientHttp2Session,
  pushToken: string,
  topic: string,
): Promise<'told' | 'gone' | 'failed'> {
  return new Promise((resolve) => {
    const stream = session.request({
      [HTTP2_HEADER_METHOD]: 'POST',
      [HTTP2_HEADER_PATH]: `/3/device/${encodeURIComponent(pushToken)}`,
      'apns-topic': topic,
      'apns-push-type': 'background',
      'apns-priority': '5',
    });
    let status = 0;
    stream.setTimeout(PATIENCE_MS, () => stream.close(constants.NGHTTP2_CANCEL));
    stream.on('response', (headers) => {
      status = Number(headers[HTTP2_HEADER_STATUS]);
    });
    stream.on('error', () => resolve('failed'));
    stream.on('close', () => resolve(status === 200 ? 'told' : status === 410 ? 'gone' : 'failed'));
    stream.resume();
    stream.end('{}');
  });
}
