import { hostname } from 'node:os';
import { parseRedisUrl } from '@handoff/coordination';
import { z } from 'zod';

const Flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const Port = z.coerce.number().int().min(0).max(65535);

/** What a service reads from its environment, once, at start. */
export const Environment = z.object({
  KUBECONFIG: z.string().min(1).optional().describe('path of a kubeconfig; absent in a pod, whose service account is used'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  HEALTH_PORT: Port.default(8081).describe('port of /livez and /readyz; 0 picks a free one'),
  HEALTH_HOST: z.string().default('0.0.0.0'),
  REDIS_URL: z.string().refine((url) => parseRedisUrl(url) !== undefined, 'expected redis[s]://[user][:password]@host[:port][/db]').optional(),
  LEADER_ELECTION: Flag.default(true),
  POD_NAME: z.string().default(hostname()),
  POD_NAMESPACE: z.string().default('handoff-system'),
});
export type Environment = z.infer<typeof Environment>;

/** The environment is not as it should be: every variable that is wrong, in one error. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly code = 'EnvironmentError';
}

/** @throws EnvironmentError naming every variable that is wrong */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const parsed = Environment.safeParse(variables);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new EnvironmentError(`the environment is not usable:\n${problems.join('\n')}`);
}
