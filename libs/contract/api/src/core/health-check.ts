import { z } from 'zod';
import { atomicList, cel, int32, intOrString, nonEmpty, text } from '../schema/fields.js';
import { CONDITION_TYPE, COUNT_RANGE } from '../schema/patterns.js';
import { TemplateReference } from '../shared/references.js';

/** A Node condition that makes its Machine unhealthy once it has held long enough. */
export const UnhealthyNodeCondition = z.object({
  status: z.string().min(1),
  timeoutSeconds: int32().min(0),
  type: z.string().min(1),
});
export type UnhealthyNodeCondition = z.infer<typeof UnhealthyNodeCondition>;

/** A Machine condition that makes the Machine unhealthy once it has held long enough. */
export const UnhealthyMachineCondition = z.object({
  status: z.enum(['True', 'False', 'Unknown']),
  timeoutSeconds: int32().min(0),
  type: cel(
    text(1, 316).regex(CONDITION_TYPE),
    '!(self in [\'Ready\',\'Available\',\'HealthCheckSucceeded\',\'OwnerRemediated\',\'ExternallyRemediated\'])',
    'type must not be one of: Ready, Available, HealthCheckSucceeded, OwnerRemediated, ExternallyRemediated',
  ),
});
export type UnhealthyMachineCondition = z.infer<typeof UnhealthyMachineCondition>;

/** What makes a Machine unhealthy. */
export const HealthChecks = nonEmpty({
  nodeStartupTimeoutSeconds: int32().min(0),
  unhealthyMachineConditions: atomicList(UnhealthyMachineCondition).min(1).max(100),
  unhealthyNodeConditions: atomicList(UnhealthyNodeCondition).min(1).max(100),
});
export type HealthChecks = z.infer<typeof HealthChecks>;

/** Remediation is held back while too many Machines are unhealthy at once. */
export const RemediationTrigger = nonEmpty({
  unhealthyInRange: text(1, 32).regex(COUNT_RANGE),
  unhealthyLessThanOrEqualTo: intOrString(),
});
export type RemediationTrigger = z.infer<typeof RemediationTrigger>;

/** What is done about unhealthy Machines. */
export const Remediation = nonEmpty({
  templateRef: TemplateReference,
  triggerIf: RemediationTrigger,
});
export type Remediation = z.infer<typeof Remediation>;

/** What is done about unhealthy workers. */
export const MachineDeploymentRemediation = nonEmpty({
  maxInFlight: intOrString(),
  templateRef: TemplateReference,
  triggerIf: RemediationTrigger,
});
export type MachineDeploymentRemediation = z.infer<typeof MachineDeploymentRemediation>;
