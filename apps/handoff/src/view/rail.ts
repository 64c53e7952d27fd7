import pc from 'picocolors';
import { phaseNames } from '../fleet/phases.js';
import type { PhaseName, Phases } from '../fleet/phases.js';

/** A phase on the rail: how it looks, and how much room it takes. */
interface Station {
  readonly text: string;
  readonly width: number;
}

/** The seven phases on one line: done, at work, to come; each with how long it has taken, if `columns` leave room for that. */
export function rail(phases: Phases, now: number, columns = Infinity): string {
  for (const [separator, timed] of [[' ─ ', true], [' ', true]] as const) {
    const stations = phaseNames.map((name) => station(name, phases, now, timed));
    const width = stations.reduce((sum, { width: own }) => sum + own, 0) + separator.length * (stations.length - 1);
    if (width <= columns) return stations.map(({ text }) => text).join(pc.dim(separator));
  }
  return phaseNames.map((name) => station(name, phases, now, false).text).join(' ');
}

function station(name: PhaseName, phases: Phases, now: number, timed: boolean): Station {
  const { from, to } = phases[name];
  const [sign, color] = from === undefined ? ['○', pc.dim] : to === undefined ? ['◐', pc.yellow] : ['●', pc.green];
  const isMoment = name === 'Declare' || name === 'Ready';
  const spent = !timed || from === undefined || isMoment ? '' : ` ${(Math.max(0, (to ?? now) - from) / 1000).toFixed(1)}s`;
  return { text: `${color(`${sign} ${name}`)}${pc.dim(spent)}`, width: sign.length + 1 + name.length + spent.length };
}
