import { at, isObject } from '../machinery/json.js';
import { badRequest } from '../machinery/status-error.js';

/** Where the next page begins: after a key, as of a revision. */
export interface ContinueToken {
  readonly revision: number;
  readonly after: string;
}

export const encodeToken = ({ revision, after }: ContinueToken): string =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start: after })).toString('base64url');

/** @throws StatusError 400 for a token that this server did not make */
export function decodeToken(text: string): ContinueToken {
  const raw = parse(Buffer.from(text, 'base64url').toString('utf8'));
  const revision = at(raw, 'rv');
  const after = at(raw, 'start');
  if (typeof revision !== 'number' || typeof after !== 'string') throw badRequest('invalid continue token: continue key is not valid: unrecognized encoding');
  return { revision, after };
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
