import pc from 'picocolors';
import { phaseNames } from '../fleet/phases.js';
import type { Phases } from '../fleet/phases.js';

/** The seven phases on one line: done, at work, to come; each with how long it has taken. */
export function rail(phases: Phases, now: number): string {
  return phaseNames.map((name) => {
    const { from, to } = phases[name];
    if (from === undefined) return pc.dim(`○ ${name}`);
    const spent = `${(Math.max(0, (to ?? now) - from) / 1000).toFixed(1)}s`;
    if (to === undefined) return pc.yellow(`◐ ${name} ${spent}`);
    return name === 'Ready' ? pc.green(`● ${name}`) : `${pc.green(`● ${name}`)} ${pc.dim(spent)}`;
  }).join(pc.dim(' ─ '));
}
