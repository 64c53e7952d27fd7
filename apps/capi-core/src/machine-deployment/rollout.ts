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
 * The most Machines that a rollout may ask for, and the fewest available that it may leave.
 * Where both bounds come to nothing, one Machine may be missing: who allows no surge has no room for one more.
 */
export function limits({ replicas, maxSurge, maxUnavailable }: Bounds): { readonly most: number; readonly least: number } {
  const surge = resolve(maxSurge, replicas, Math.ceil);
  const unavailable = resolve(maxUnavailable, replicas, Math.floor);
  return { most: replicas + surge, least: Math.max(0, replicas - (surge === 0 && unavailable === 0 ? 1 : unavailable)) };
}

/**
 * The next step of a rolling update: never more than `replicas + maxSurge` Machines, never fewer available than
 * `replicas - maxUnavailable`.
 * Old Machines that are not available go first: they serve nobody, and their room lets new ones come.
 */
export function nextStep(current: Revision, old: readonly Revision[], bounds: Bounds): Step {
  const { most, least } = limits(bounds);
  const oldTotal = sum(old.map(({ desired }) => desired));
  const room = Math.max(0, most - oldTotal - current.desired);
  return {
    current: oldTotal === 0 ? bounds.replicas : Math.min(bounds.replicas, current.desired + room),
    old: shrink(old, current, least),
  };
}

/** What a set is not asked for any more is as good as gone: only what stays is counted on. */
const counted = ({ desired, available }: Revision): number => Math.min(desired, available);

function shrink(old: readonly Revision[], current: Revision, least: number): number[] {
  const total = sum(old.map(({ desired }) => desired)) + current.desired;
  const missing = current.desired - counted(current);
  let removable = Math.max(0, total - least - missing);
  const cleaned = old.map((revision) => {
    const idle = Math.min(revision.desired - counted(revision), removable);
    removable -= idle;
    return revision.desired - idle;
  });
  let spare = Math.max(0, sum(old.map(counted)) + counted(current) - least);
  return old.map((revision, index) => {
    const retired = Math.min(counted(revision), spare, removable);
    spare -= retired;
    removable -= retired;
    return (cleaned[index] ?? 0) - retired;
  });
}

/** A number as it is, a percentage of `of` rounded. */
function resolve(value: number | string, of: number, round: (value: number) => number): number {
  return typeof value === 'number' ? value : round((Number.parseInt(value, 10) * of) / 100);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
