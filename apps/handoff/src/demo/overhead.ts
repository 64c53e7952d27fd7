/** A stretch of time in ms since the epoch. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** How much of `within` is covered by at least one of the intervals, in ms. */
export function covered(intervals: readonly Interval[], within: Interval): number {
  let total = 0;
  let end = within.from;
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    const start = Math.max(from, end);
    const stop = Math.min(to, within.to);
    if (stop > start) total += stop - start;
    end = Math.max(end, stop);
  }
  return total;
}
