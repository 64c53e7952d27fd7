import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where `up` and `simulate` keep certificates, kubeconfigs and copies of repositories, unless told. */
export const DEFAULT_STATE = '.handoff';

/** The kubeconfig of an embedded management cluster. */
const EMBEDDED = 'management.kubeconfig';
/** The path of the kubeconfig that a running `up` was told of. */
const RECORD = 'kubeconfig.path';

/**
 * The management cluster that a command talks to: as told, else the user's own, else the one of the `up` that runs from here.
 * @throws Error when there is none of them
 */
export function findKubeconfig(told: string | undefined, environment: string | undefined, state = DEFAULT_STATE): string {
  if (told !== undefined) return resolve(told);
  if (environment !== undefined && environment !== '') return resolve(environment);
  const record = join(state, RECORD);
  if (existsSync(record)) return readFileSync(record, 'utf8').trim();
  const embedded = join(state, EMBEDDED);
  if (existsSync(embedded)) return resolve(embedded);
  throw new Error('no management cluster: start one with `handoff up` in this folder, or name one with --kubeconfig or KUBECONFIG');
}

/** Lets commands in the same folder find the cluster that `up` was told of; without one, its own. Disposal takes away what leads there. */
export async function recordKubeconfig(state: string, told: string | undefined): Promise<AsyncDisposable> {
  const forget = (): Promise<void> => rm(join(state, RECORD), { force: true });
  await forget(); // left behind by a run that was killed
  if (told === undefined) return { [Symbol.asyncDispose]: () => rm(join(state, EMBEDDED), { force: true }) };
  await mkdir(state, { recursive: true, mode: 0o700 });
  await writeFile(join(state, RECORD), `${resolve(told)}\n`, { mode: 0o600 });
  return { [Symbol.asyncDispose]: forget };
}
