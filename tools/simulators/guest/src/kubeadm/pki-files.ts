import { certificateInfo, loadAuthority, matchesPublicKey, PkiError, type Authority } from '@handoff/pki';

import type { GuestFileSystem } from '../system/file-system.js';
import { KubeadmError } from './errors.js';

/** What every control-plane node of one cluster shares. */
export interface SharedPki {
  readonly ca: Authority;
  readonly etcdCa: Authority;
  readonly frontProxyCa: Authority;
  readonly serviceAccount: { readonly privateKeyPem: string; readonly publicKeyPem: string };
}

/** Reads and checks the authorities and the service-account pair that the provisioner put on the disk. Throws KubeadmError. */
export function readSharedPki(files: GuestFileSystem, directory: string, now: number, phase: string): SharedPki {
  return {
    ca: readAuthority(files, `${directory}/ca`, now, `${phase}/ca`),
    frontProxyCa: readAuthority(files, `${directory}/front-proxy-ca`, now, `${phase}/front-proxy-ca`),
    etcdCa: readAuthority(files, `${directory}/etcd/ca`, now, `${phase}/etcd-ca`),
    serviceAccount: readServiceAccount(files, directory, `${phase}/sa`),
  };
}

function readAuthority(files: GuestFileSystem, base: string, now: number, phase: string): Authority {
  const pair = { certificatePem: readFile(files, `${base}.crt`, phase), keyPem: readFile(files, `${base}.key`, phase) };
  const authority = explain(phase, base, () => loadAuthority(pair));
  const { notBefore, notAfter } = certificateInfo(authority.certificatePem);
  if (now < notBefore) throw new KubeadmError(phase, `failure loading ${base}.crt: the certificate is not valid yet`);
  if (now > notAfter) throw new KubeadmError(phase, `failure loading ${base}.crt: the certificate has expired`);
  return authority;
}

function readServiceAccount(files: GuestFileSystem, directory: string, phase: string): SharedPki['serviceAccount'] {
  const privateKeyPem = readFile(files, `${directory}/sa.key`, phase);
  const publicKeyPem = readFile(files, `${directory}/sa.pub`, phase);
  const matches = explain(phase, `${directory}/sa`, () => matchesPublicKey(publicKeyPem, privateKeyPem));
  if (!matches) throw new KubeadmError(phase, `${directory}/sa.pub is not the public key of ${directory}/sa.key`);
  return { privateKeyPem, publicKeyPem };
}

function readFile(files: GuestFileSystem, path: string, phase: string): string {
  const file = files.file(path);
  if (file === undefined) throw new KubeadmError(phase, `couldn't load ${path}: open ${path}: no such file or directory`);
  return file.content;
}

function explain<T>(phase: string, base: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof PkiError) throw new KubeadmError(phase, `failure loading ${base}: ${error.message}`, { cause: error });
    throw error;
  }
}
