import { z } from 'zod';
import { dateTime, intOrString, nonEmpty } from '../schema/fields.js';

export const MachineRollingUpdate = nonEmpty({
  maxSurge: intOrString().describe('How many Machines, or which share, may exist above the wanted number during a rollout.'),
  maxUnavailable: intOrString().describe('How many Machines, or which share, may be missing during a rollout.'),
}).describe('How many Machines may be above or below the wanted number during a rollout.');
export type MachineRollingUpdate = z.infer<typeof MachineRollingUpdate>;

export const MachineRolloutStrategy = z.object({
  type: z
    .enum(['RollingUpdate', 'OnDelete'])
    .describe('RollingUpdate replaces step by step; OnDelete waits until somebody deletes the old ones.'),
  rollingUpdate: MachineRollingUpdate.optional(),
}).meta({ minProperties: 1 }).describe('How old Machines are replaced.');
export type MachineRolloutStrategy = z.infer<typeof MachineRolloutStrategy>;

export const MachineRollout = nonEmpty({
  after: dateTime().describe('Roll out once this time has passed, even if nothing changed.'),
  strategy: MachineRolloutStrategy,
}).describe('When and how old Machines are replaced.');
export type MachineRollout = z.infer<typeof MachineRollout>;
