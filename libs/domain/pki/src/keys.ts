import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { MalformedPemError } from './errors.js';
import type { KeyAlgorithm, KeyPair } from './ports.js';

const generate = promisify(generateKeyPair);

/** Makes one key pair on libuv's thread pool: the event loop stays free for the 0.2 s that an RSA-2048 key takes. */
export async function generateKeys(algorithm: KeyAlgorithm): Promise<KeyPair> {
  return describeKeys(algorithm, (await makeKey(algorithm)).privateKey);
}

function makeKey(algorithm: KeyAlgorithm): Promise<{ privateKey: KeyObject }> {
  switch (algorithm) {
    case 'RSA-2048':
      return generate('rsa', { modulusLength: 2048 });
    case 'RSA-3072':
      return generate('rsa', { modulusLength: 3072 });
    case 'RSA-4096':
      return generate('rsa', { modulusLength: 4096 });
    case 'ECDSA-P256':
      return generate('ec', { namedCurve: 'P-256' });
    case 'ECDSA-P384':
      return generate('ec', { namedCurve: 'P-384' });
  }
}

/** Reads a private key in PKCS#1, SEC 1 or PKCS#8. @throws MalformedPemError also for an algorithm that kubeadm does not know */
export function readKeys(privateKeyPem: string, what = 'the private key'): KeyPair {
  const key = readPrivateKey(privateKeyPem, what);
  return describeKeys(algorithmOf(key, what), key);
}

/** @throws MalformedPemError */
export function readPrivateKey(pem: string, what: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    // OpenSSL's own error is dropped on purpose: it adds nothing, and the input is a secret.
    throw new MalformedPemError(what);
  }
}

function describeKeys(algorithm: KeyAlgorithm, key: KeyObject): KeyPair {
  const type = key.asymmetricKeyType === 'rsa' ? 'pkcs1' : 'sec1';
  return {
    algorithm,
    privateKeyPem: key.export({ type, format: 'pem' }).toString(),
    publicKeyPem: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function algorithmOf(key: KeyObject, what: string): KeyAlgorithm {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (namedCurve === 'prime256v1') return 'ECDSA-P256';
  if (namedCurve === 'secp384r1') return 'ECDSA-P384';
  if (modulusLength === 2048) return 'RSA-2048';
  if (modulusLength === 3072) return 'RSA-3072';
  if (modulusLength === 4096) return 'RSA-4096';
  throw new MalformedPemError(`${what} (of a type other than RSA 2048, 3072, 4096 or ECDSA P-256, P-384)`);
}

/** What WebCrypto must be told to sign with a key: kubeadm's choices, SHA-256 but for P-384. */
export function signingAlgorithm(key: KeyObject): { name: string; hash: string; namedCurve?: string } {
  if (key.asymmetricKeyType === 'rsa') return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const p384 = key.asymmetricKeyDetails?.namedCurve === 'secp384r1';
  return p384 ? { name: 'ECDSA', hash: 'SHA-384', namedCurve: 'P-384' } : { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' };
}
