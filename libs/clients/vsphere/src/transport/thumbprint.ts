import { createHash } from 'node:crypto';

export type ThumbprintAlgorithm = 'sha1' | 'sha256';

/** Certificate thumbprint as vSphere tools print it: upper-case hex pairs, colon separated. */
export function thumbprintOf(der: Uint8Array, algorithm: ThumbprintAlgorithm): string {
  const hex = createHash(algorithm).update(der).digest('hex').toUpperCase();
  return (hex.match(/../g) ?? []).join(':');
}

/** Any spelling (colons or not, any case) to the printed form; undefined when it is neither SHA-1 nor SHA-256. */
export function normalizeThumbprint(text: string): { readonly value: string; readonly algorithm: ThumbprintAlgorithm } | undefined {
  const hex = text.replace(/[\s:]/g, '').toUpperCase();
  if (!/^[0-9A-F]+$/.test(hex)) return undefined;
  const algorithm = hex.length === 40 ? 'sha1' : hex.length === 64 ? 'sha256' : undefined;
  return algorithm && { value: (hex.match(/../g) ?? []).join(':'), algorithm };
}
