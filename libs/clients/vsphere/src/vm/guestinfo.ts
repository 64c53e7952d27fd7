import { gzipSync } from 'node:zlib';
import { InvalidArgumentError } from '../errors/faults.js';

/** What cloud-init's VMware datasource reads in the guest. */
export interface Guestinfo {
  readonly userdata?: string | Uint8Array;
  readonly metadata?: string | Uint8Array;
  readonly vendordata?: string | Uint8Array;
}

/** From this size on a value is compressed: well below what one value may hold, since the limit counts key and encoding too. */
const COMPRESS_ABOVE = 48 * 1024;
/** vSphere refuses a larger value of one key. */
const VALUE_LIMIT = 64 * 1024;

/**
 * Extra configuration that hands these documents to the guest, each with its `.encoding`: base64, or gzip+base64 for large ones.
 * Takes plain documents; encoding one twice is the caller's mistake. @throws InvalidArgumentError, which tells sizes but never content
 */
export function guestinfo(documents: Guestinfo): ReadonlyMap<string, string> {
  const config = new Map<string, string>();
  for (const name of ['userdata', 'metadata', 'vendordata'] as const) {
    const document = documents[name];
    if (document === undefined) continue;
    const { value, encoding } = encodeDocument(name, Buffer.from(document));
    config.set(`guestinfo.${name}`, value).set(`guestinfo.${name}.encoding`, encoding);
  }
  return config;
}

function encodeDocument(name: string, document: Buffer): { readonly value: string; readonly encoding: 'base64' | 'gzip+base64' } {
  const plain = document.toString('base64');
  if (plain.length <= COMPRESS_ABOVE) return { value: plain, encoding: 'base64' };
  const value = gzipSync(document, { level: 9 }).toString('base64');
  if (value.length <= VALUE_LIMIT) return { value, encoding: 'gzip+base64' };
  throw new InvalidArgumentError(
    `guestinfo.${name} is too large for vSphere: ${document.length} bytes, ${value.length} when compressed and encoded, at most ${VALUE_LIMIT}`,
  );
}
