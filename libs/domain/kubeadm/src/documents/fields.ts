/** One kubeadm document or a part of it, ready for YAML. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Leaves out what is not set, so that kubeadm's own defaults apply. Empty lists stay, because `taints: []` (no taint) differs from no
 * `taints` (the default taint).
 */
export const fields = (values: Fields): Fields => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** The same, and absent altogether when nothing is set. */
export function section(values: Fields): Fields | undefined {
  const set = fields(values);
  return Object.keys(set).length === 0 ? undefined : set;
}

/** Go's duration. */
export const seconds = (count: number | undefined): string | undefined => (count === undefined ? undefined : `${count}s`);

/** Go's durations know no days. */
export const days = (count: number | undefined): string | undefined => (count === undefined ? undefined : `${count * 24}h`);
