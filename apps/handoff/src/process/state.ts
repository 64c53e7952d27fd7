import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where `up` and `simulate` keep certificates, kubeconfigs and copies of repositories, unless told. */
export const DEFAULT_STATE = '.handoff';

/** The management cluster that a command talks to: as told, else the one that `up` runs from here, else the user's own. @throws Error */
export function findKubeconfig(told: string | undefined, environment: string | undefined, state = DEFAULT_STATE): string {
  if (told !== undefined) return resolve(told);
  const embedded = join(state, 'management.kubeconfig');
  if (existsSync(embedded)) return resolve(embedded);
  if (environment !== undefined && environment !== '') return resolve(environment);
  throw new Error('no management cluster: start one with `handoff up` in this folder, or name one with --kubeconfig or KUBECONFIG');
}
