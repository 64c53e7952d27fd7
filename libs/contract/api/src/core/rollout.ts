import { z } from 'zod';
import { dateTime, intOrString, nonEmpty } from '../schema/fields.js';

/** How many Machines may be above or below the wanted number during a rollout. */
export const MachineRollingUpdate = nonEmpty({
  maxSurge: intOrString(),
  maxUnavailable: intOrString(),
});
export type MachineRollingUpdate = z.infer<typeof MachineRollingUpdate>;

/** How old Machines are replaced. */
export const MachineRolloutStrategy = z.object({
  type: z.enum(['RollingUpdate', 'OnDelete']),
  rollingUpdate: MachineRollingUpdate.optional(),
}).meta({ minProperties: 1 });
export type MachineRolloutStrategy = z.infer<typeof MachineRolloutStrategy>;

/** When and how old Machines are replaced. */
export const MachineRollout = nonEmpty({
  after: dateTime(),
  strategy: MachineRolloutStrategy,
});
export type MachineRollout = z.infer<typeof MachineRollout>;
