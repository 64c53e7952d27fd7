import { createHash } from 'node:crypto';

/** The annotation that carries an operation's trace to the objects that it made (KEP-5915's name). */
export const TRACEPARENT = 'tracing.k8s.io/traceparent';

/** The trace that an object was born into or declared with. */
export const traceparentOf = (object: { metadata: { annotations?: Record<string, string> | undefined } }): string | undefined =>
  object.metadata.annotations?.[TRACEPARENT];

/**
 * The W3C traceparent of an operation, derived from what identifies it (namespace, cluster, generation or Git revision),
 * so that services agree on it without asking, also after a restore that changed every uid.
 */
export function traceparentFor(...identity: readonly string[]): string {
  const digest = createHash('sha256').update(['capi', ...identity].join('|')).digest('hex');
  return `00-${digest.slice(0, 32)}-${digest.slice(32, 48)}-01`;
}
