/** One MachineSet as a rollout sees it. */
export interface Revision {
  /** How many Machines it is asked for. */
  readonly desired: number;
  readonly available: number;
}

/** What a rollout is bound by. */
export interface Bounds {
  readonly replicas: number;
  /** A number, or a percentage of `replicas`, rounded up. */
  readonly maxSurge: number | string;
  /** A number, or a percentage of `replicas`, rounded down. */
  readonly maxUnavailable: number | string;
}

/** How many replicas each set should have next. */
export interface Step {
  readonly current: number;
  /** In the order in which the old ones were passed: oldest first. */
  readonly old: readonly number[];
}

/**
 * The next step of a rolling update: never more than `replicas + maxSurge` Machines, never fewer available than
 * `replicas - maxUnavailable`.
 * Old Machines that are not available go first: they serve nobody, and their room lets new ones come.
 */
export function nextStep(current: Revision, old: readonly Revision[], bounds: Bounds): Step {
  const surge = resolve(bounds.maxSurge, bounds.replicas, Math.ceil);
  const unavailable = resolve(bounds.maxUnavailable, bounds.replicas, Math.floor);
  const most = bounds.replicas + (surge === 0 && unavailable === 0 ? 1 : surge);
  const least = Math.max(0, bounds.replicas - unavailable);
  const oldTotal = sum(old.map(({ desired }) => desired));
  const currentNext =
    old.length === 0 || oldTotal === 0
      ? bounds.replicas
      : Math.min(bounds.replicas, Math.max(current.desired, current.desired + most - (oldTotal + current.desired)));
  return { current: currentNext, old: shrink(old, current, least) };
}

function shrink(old: readonly Revision[], current: Revision, least: number): number[] {
  const availableOld = sum(old.map((revision) => Math.min(revision.available, revision.desired)));
  const currentMissing = Math.max(0, current.desired - current.available);
  let cleanable = Math.max(0, sum(old.map(({ desired }) => desired)) + current.desired - least - currentMissing);
  let spare = Math.max(0, availableOld + current.available - least);
  return old.map((revision) => {
    const idle = Math.max(0, revision.desired - revision.available);
    const cleaned = Math.min(idle, cleanable);
    const retired = Math.min(revision.desired - cleaned, revision.available, spare, Math.max(0, cleanable - cleaned));
    cleanable -= cleaned + retired;
    spare -= retired;
    return revision.desired - cleaned - retired;
  });
}

/** A number as it is, a percentage of `of` rounded. */
export function resolve(value: number | string, of: number, round: (value: number) => number): number {
  return typeof value === 'number' ? value : round((Number.parseInt(value, 10) / 100) * of);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
