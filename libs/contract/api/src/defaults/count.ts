/** A count, or a percentage of something. */
type Count = number | string;

const PERCENTAGE = /^(\d+)%$/;

/** Whether a value is a count of zero or more, or a percentage. */
export const isCount = (value: Count): boolean =>
  typeof value === 'number' ? Number.isInteger(value) && value >= 0 : PERCENTAGE.test(value) || /^\d+$/.test(value);

/**
 * The count that a value means: itself, or its share of `total`. Surges are rounded up and what may be unavailable is
 * rounded down, so that a percentage never takes away more than it says. @throws RangeError for neither
 */
export function countOf(value: Count, total: number, round: 'down' | 'up'): number {
  if (!isCount(value)) throw new RangeError(`${JSON.stringify(value)} is neither a count nor a percentage`);
  const percentage = typeof value === 'string' ? PERCENTAGE.exec(value)?.[1] : undefined;
  if (percentage === undefined) return Number(value);
  const share = (Number(percentage) * total) / 100;
  return round === 'up' ? Math.ceil(share) : Math.floor(share);
}
