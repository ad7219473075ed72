// Certificates as Apple gives them, made by ourselves with openssl: a root, the intermediate that signs, and the pass's.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplePassSettings } from '#src/core/passes/apple-pass.ts';

export interface PassCertificates {
  /** Where the files lie: root.pem for openssl. */
  folder: string;
  settings: ApplePassSettings;
  remove(): void;
}

export function openssl(args: string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

export function passCertificates(pushRoot = 'https://127.0.0.1:9'): PassCertificates {
  const folder = mkdtempSync(join(tmpdir(), 'kartka-pass-'));
  const at = (name: string) => join(folder, name);
  const make = (name: string, subject: string, signedBy: string | null, extensions: string) => {
    writeFileSync(at(`${name}.ext`), extensions);
    const fresh = ['-newkey', 'rsa:2048', '-nodes', '-keyout', at(`${name}.key`), '-subj', subject];
    openssl(['req', ...fresh, '-out', at(`${name}.csr`)]);
    const signer = signedBy
      ? ['-CA', at(`${signedBy}.pem`), '-CAkey', at(`${signedBy}.key`), '-CAcreateserial']
      : ['-signkey', at(`${name}.key`)];
    const common = ['-req', '-days', '30', '-in', at(`${name}.csr`), '-extfile', at(`${name}.ext`)];
    openssl(['x509', ...common, ...signer, '-out', at(`${name}.pem`)]);
    return readFileSync(at(`${name}.pem`), 'utf8');
  };
  const ca = 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign,cRLSign';
  make('root', '/CN=Test Root', null, ca);
  const wwdr = make('wwdr', '/CN=Test WWDR', 'root', ca);
  const certificate = make(
    'pass',
    '/CN=Pass Type ID: pass.ua.poruch.card/UID=pass.ua.poruch.card',
    'wwdr',
    'keyUsage=digitalSignature\nsubjectAltName=IP:127.0.0.1',
  );
  return {
    folder,
    settings: {
      passTypeId: 'pass.ua.poruch.card',
      teamId: 'A1B2C3D4E5',
      certificate,
      key: readFileSync(at('pass.key'), 'utf8'),
      wwdr,
      pushRoot,
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
