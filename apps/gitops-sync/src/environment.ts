import { z } from 'zod';
import { EnvironmentError } from '@handoff/service';
import type { GitSource } from './service.js';

const Environment = z.object({
  GIT_URL: z.string().min(1),
  GIT_BRANCH: z.string().min(1).optional(),
  GIT_PATHS: z.string().default('').transform((paths) => paths.split(',').map((path) => path.trim()).filter((path) => path !== '')),
  GIT_POLL_SECONDS: z.coerce.number().int().min(1).default(60),
  GIT_SELF_HEAL: z.stringbool().default(false),
  GIT_DRIFT_SECONDS: z.coerce.number().int().min(1).default(300),
  GIT_HOOK_HOST: z.string().default('0.0.0.0'),
  GIT_HOOK_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  GIT_CACHE_DIRECTORY: z.string().min(1).default('/tmp/handoff-gitops'),
  GIT_SOURCE_NAME: z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/).default('main'),
  POD_NAMESPACE: z.string().default('handoff-system'),
});

/** @throws EnvironmentError naming every variable that is wrong */
export function gitSourceFrom(variables: Readonly<Record<string, string | undefined>>): GitSource {
  const parsed = Environment.safeParse(variables);
  if (!parsed.success) throw new EnvironmentError(`the environment is not usable:\n${parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`).join('\n')}`);
  const { data } = parsed;
  return {
    name: data.GIT_SOURCE_NAME, url: data.GIT_URL, branch: data.GIT_BRANCH, paths: data.GIT_PATHS, pollSeconds: data.GIT_POLL_SECONDS,
    selfHeal: data.GIT_SELF_HEAL, driftSeconds: data.GIT_DRIFT_SECONDS,
    hook: data.GIT_HOOK_PORT === undefined ? undefined : { host: data.GIT_HOOK_HOST, port: data.GIT_HOOK_PORT },
    cacheDirectory: data.GIT_CACHE_DIRECTORY, recordNamespace: data.POD_NAMESPACE,
  };
}
