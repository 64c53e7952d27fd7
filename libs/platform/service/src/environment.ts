import { hostname } from 'node:os';
import { natsFromEnvironment } from '@handoff/bus';
import { parseRedisUrl } from '@handoff/coordination';
import { asError } from '@handoff/time';
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

export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads what every service is told; a variable that is empty counts as unset. @param others what is wrong with variables that others read
 * @throws EnvironmentError naming every variable that is wrong
 */
export function readEnvironment(variables: Variables, others: readonly string[] = []): Environment {
  const parsed = Environment.safeParse(Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== '')));
  const own = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const problems = [...own, ...others];
  if (parsed.success && problems.length === 0) return parsed.data;
  throw new EnvironmentError(`the environment is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}

/** The same, with what the bus and the traces read: before anything is connected, all that is to be mended. @throws EnvironmentError */
export async function readWholeEnvironment(variables: Variables): Promise<Environment> {
  const nats = await natsFromEnvironment(variables).then(() => [], (error: unknown) => [asError(error).message]);
  return readEnvironment(variables, [...nats, ...endpointProblems(variables)]);
}

/** The collector's address is the only one of OpenTelemetry's variables without which nothing is sent. */
function endpointProblems({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint = '' }: Variables): readonly string[] {
  const isUsable = endpoint === '' || (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol));
  return isUsable ? [] : ['OTEL_EXPORTER_OTLP_ENDPOINT: expected http[s]://HOST:PORT'];
}
