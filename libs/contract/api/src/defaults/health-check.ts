import type { HealthChecks, Remediation } from '../core/health-check.js';
import type { MachineHealthCheck } from '../core/machine-health-check.js';

/** How long a Machine may take to get its Node, when nobody says; zero switches the check off. */
export const NODE_STARTUP_TIMEOUT_SECONDS = 600;

export type EffectiveMachineHealthCheck = MachineHealthCheck & {
  spec: {
    checks: HealthChecks & { nodeStartupTimeoutSeconds: number };
    remediation: Remediation & { triggerIf: { unhealthyLessThanOrEqualTo: number | string } };
  };
};

/** A MachineHealthCheck with what upstream fills in on write: remediation is never held back unless somebody says so. */
export function effectiveMachineHealthCheck(check: MachineHealthCheck): EffectiveMachineHealthCheck {
  const { checks, remediation } = check.spec;
  return {
    ...check,
    spec: {
      ...check.spec,
      checks: { ...checks, nodeStartupTimeoutSeconds: checks?.nodeStartupTimeoutSeconds ?? NODE_STARTUP_TIMEOUT_SECONDS },
      remediation: {
        ...remediation,
        triggerIf: {
          ...remediation?.triggerIf,
          unhealthyLessThanOrEqualTo: remediation?.triggerIf?.unhealthyLessThanOrEqualTo ?? '100%',
        },
      },
    },
  };
}
