import { z } from 'zod';
import { atomicList, cel, int32, intOrString, nonEmpty, text } from '../schema/fields.js';
import { CONDITION_TYPE, COUNT_RANGE } from '../schema/patterns.js';
import { TemplateReference } from '../shared/references.js';

export const UnhealthyNodeCondition = z.object({
  status: z.string().min(1).describe('The status that is unhealthy.'),
  timeoutSeconds: int32().min(0).describe('How long the status must have held.'),
  type: z.string().min(1).describe("Type of the Node's condition."),
}).describe('A Node condition that makes its Machine unhealthy once it has held long enough.');
export type UnhealthyNodeCondition = z.infer<typeof UnhealthyNodeCondition>;

export const UnhealthyMachineCondition = z.object({
  status: z.enum(['True', 'False', 'Unknown']).describe('The status that is unhealthy.'),
  timeoutSeconds: int32().min(0).describe('How long the status must have held.'),
  type: cel(
    text(1, 316).regex(CONDITION_TYPE),
    "!(self in ['Ready','Available','HealthCheckSucceeded','OwnerRemediated','ExternallyRemediated'])",
    'type must not be one of: Ready, Available, HealthCheckSucceeded, OwnerRemediated, ExternallyRemediated',
  ).describe("Type of the Machine's condition."),
}).describe('A Machine condition that makes the Machine unhealthy once it has held long enough.');
export type UnhealthyMachineCondition = z.infer<typeof UnhealthyMachineCondition>;

export const HealthChecks = nonEmpty({
  nodeStartupTimeoutSeconds: int32().min(0).describe('How long a Machine may take to get its Node; absent: 600, zero: for ever.'),
  unhealthyMachineConditions: atomicList(UnhealthyMachineCondition).min(1).max(100).describe('Conditions of the Machine; one is enough.'),
  unhealthyNodeConditions: atomicList(UnhealthyNodeCondition).min(1).max(100).describe('Conditions of the Node; one is enough.'),
}).describe('What makes a Machine unhealthy.');
export type HealthChecks = z.infer<typeof HealthChecks>;

export const RemediationTrigger = nonEmpty({
  unhealthyInRange: text(1, 32)
    .regex(COUNT_RANGE)
    .describe('Remediate only while the number of unhealthy Machines is in this range, e.g. [1-3]. Takes precedence.'),
  unhealthyLessThanOrEqualTo: intOrString().describe('Remediate only while no more than this number or share is unhealthy; absent: 100%.'),
}).describe('Remediation is held back while too many Machines are unhealthy at once.');
export type RemediationTrigger = z.infer<typeof RemediationTrigger>;

export const Remediation = nonEmpty({
  templateRef: TemplateReference.describe('Make an object from this template instead of replacing the Machine: somebody else repairs it.'),
  triggerIf: RemediationTrigger,
}).describe('What is done about unhealthy Machines.');
export type Remediation = z.infer<typeof Remediation>;

export const MachineDeploymentRemediation = nonEmpty({
  maxInFlight: intOrString().describe('How many Machines may be replaced at once.'),
  templateRef: TemplateReference.describe('Make an object from this template instead of replacing the Machine: somebody else repairs it.'),
  triggerIf: RemediationTrigger,
}).describe('What is done about unhealthy workers.');
export type MachineDeploymentRemediation = z.infer<typeof MachineDeploymentRemediation>;
