const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

const whole = (value: number): number => Math.floor(value);

/** Two units at most, the smaller one only while it says something. */
const pair = (ms: number, big: number, small: number, names: readonly [string, string]): string => {
  const rest = whole((ms % big) / small);
  return `${String(whole(ms / big))}${names[0]}${rest === 0 ? '' : `${String(rest)}${names[1]}`}`;
};

/** How long ago `time` was, as short as `kubectl get` writes it. */
export function age(time: string, now: number): string {
  const then = Date.parse(time);
  return Number.isNaN(then) ? '<invalid>' : duration(now - then);
}

/** The lengths at which a unit is left out are kubectl's. */
export function duration(ms: number): string {
  if (ms < -2 * SECOND) return '<invalid>';
  if (ms < 0) return '0s';
  if (ms < 2 * MINUTE) return `${String(whole(ms / SECOND))}s`;
  if (ms < 10 * MINUTE) return pair(ms, MINUTE, SECOND, ['m', 's']);
  if (ms < 3 * HOUR) return `${String(whole(ms / MINUTE))}m`;
  if (ms < 8 * HOUR) return pair(ms, HOUR, MINUTE, ['h', 'm']);
  if (ms < 2 * DAY) return `${String(whole(ms / HOUR))}h`;
  if (ms < 8 * DAY) return pair(ms, DAY, HOUR, ['d', 'h']);
  if (ms < 2 * YEAR) return `${String(whole(ms / DAY))}d`;
  if (ms < 8 * YEAR) return pair(ms, YEAR, DAY, ['y', 'd']);
  return `${String(whole(ms / YEAR))}y`;
}
