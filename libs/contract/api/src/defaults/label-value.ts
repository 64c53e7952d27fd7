import { createHash } from 'node:crypto';
import { LABEL_VALUE } from '../schema/patterns.js';

/** Label values end at 63 characters, names of objects only at 253. */
const LONGEST_LABEL_VALUE = 63;

/** A name as the value of a label: itself where it fits, else a digest of it. */
export function labelValueOf(name: string): string {
  if (name.length <= LONGEST_LABEL_VALUE && LABEL_VALUE.test(name)) return name;
  return `sha256-${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}
