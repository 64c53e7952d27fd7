import { problemIf } from './problem.js';
import type { MachineHealthCheck } from '../core/machine-health-check.js';
import type { FieldProblem } from './problem.js';

/** Servers do not start faster; zero switches the check off. */
const LEAST_STARTUP_TIMEOUT_SECONDS = 30;

/** What upstream refuses about a MachineHealthCheck. */
export function validateMachineHealthCheck({ spec }: MachineHealthCheck): readonly FieldProblem[] {
  const startup = spec.checks?.nodeStartupTimeoutSeconds ?? 0;
  const [low = 0, high = 0] = (spec.remediation?.triggerIf?.unhealthyInRange ?? '').match(/\d+/g)?.map(Number) ?? [];
  return [
    ...problemIf(
      startup !== 0 && startup < LEAST_STARTUP_TIMEOUT_SECONDS,
      'spec.checks.nodeStartupTimeoutSeconds',
      `No server becomes a node in ${startup} seconds.`,
      `Use at least ${LEAST_STARTUP_TIMEOUT_SECONDS}, or 0 to switch the check off.`,
    ),
    ...problemIf(
      low > high,
      'spec.remediation.triggerIf.unhealthyInRange',
      'The range ends before it begins, so nothing would ever be remediated.',
      'Write the smaller number first, e.g. [1-3].',
    ),
  ];
}
