import { EnvironmentError } from '@handoff/service';
import { z } from 'zod';

/**
 * How many tasks of ours one vCenter has at once. It carries out about 640 before it queues, for everybody together (VMware's performance
 * blog, "vCenter Limits for Tasks Running at the Same Time", 2021-02), and has room for 4 full or 16 linked clones per host: a tenth leaves
 * the rest to people, backups and DRS, and keeps four to sixteen hosts busy.
 */
export const MAX_TASKS = 64;

const Environment = z.object({ VSPHERE_MAX_TASKS: z.coerce.number().int().min(1).default(MAX_TASKS) });

/** What capv alone reads from its environment. @throws EnvironmentError */
export function readMaxTasks(variables: Readonly<Record<string, string | undefined>>): number {
  const parsed = Environment.safeParse(variables);
  if (parsed.success) return parsed.data.VSPHERE_MAX_TASKS;
  throw new EnvironmentError('the environment is not usable:\n  VSPHERE_MAX_TASKS: a whole number from 1 on is expected');
}
