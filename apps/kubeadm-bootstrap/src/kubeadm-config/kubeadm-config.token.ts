import { Secret } from '@handoff/api';
import {
  bootstrapTokenExpiry, bootstrapTokenSecret, bootstrapTokenSecretName, kubeadmJoinPath, needsToken, parseBootstrapToken,
} from '@handoff/kubeadm';
import { AlreadyExists } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import type { Context, Phase } from '@handoff/reconcile';
import { secretData, secretText } from '../cluster-secrets/secrets.js';
import { isInitialized } from './kubeadm-config.scope.js';
import type { KubeadmConfigDeps, KubeadmConfigScope } from './kubeadm-config.scope.js';

/** A token that has less left is given its whole time again, in milliseconds. Twice the sweep: one that comes late is soon enough. */
const REFRESH_BELOW_MS = 10 * 60_000;
/** How often unfinished joins are looked at, in milliseconds. */
export const TOKEN_SWEEP_MS = 5 * 60_000;

/** Makes a token known to the workload cluster, for as long as tokens live. */
export async function inviteToken(client: KubeClient, token: string, machine: string, now: number): Promise<void> {
  const { metadata, type, stringData } = bootstrapTokenSecret({ token, now, description: `token for Machine ${machine}` });
  try {
    await client.create(Secret, { metadata, type, data: secretData(stringData) });
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
  }
}

/** The token that bootstrap data hold: it stands in the kubeadm document, which comes after everything of the user's. */
export function tokenIn(data: Secret): string | undefined {
  const text = secretText(data, 'value') ?? '';
  const document = text.slice(text.lastIndexOf(`path: ${kubeadmJoinPath}`));
  return /^\s*token: ["']?([a-z0-9]{6}\.[a-z0-9]{16})["']?\s*$/m.exec(document)?.[1];
}

/**
 * While the Machine has not joined, its token stays valid. One that expired meanwhile, because nobody looked after it, is made again as
 * it was: a VM that took the data already can join with nothing else.
 */
export const keepToken = ({ workloads }: KubeadmConfigDeps): Phase<KubeadmConfigScope> => async function keepTokenValid(scope, context) {
  const { config, machine, cluster, data } = scope;
  if (data === undefined || machine === undefined || cluster === undefined || !isInitialized(cluster)) return undefined;
  const isJoining = machine.status?.nodeRef === undefined && machine.metadata.deletionTimestamp === undefined;
  if (!isJoining || !needsToken(config.spec) || isFresh(data, context)) return undefined;
  const token = tokenIn(data);
  if (token === undefined) return undefined; // the data of `kubeadm init` hold none
  await prolongToken(await workloads.client(cluster.metadata), token, machine.metadata.name, context.clock.now());
  return undefined;
};

const isFresh = (data: Secret, { clock }: Context): boolean =>
  clock.now() - Date.parse(data.metadata.creationTimestamp ?? '') < TOKEN_SWEEP_MS;

/** Gives a token its whole time again when little of it is left; makes one that is gone anew, as it was. */
export async function prolongToken(client: KubeClient, token: string, machine: string, now: number): Promise<void> {
  const name = bootstrapTokenSecretName(parseBootstrapToken(token)?.id ?? '');
  const secret = await client.get(Secret, { namespace: 'kube-system', name });
  if (secret === undefined) {
    await inviteToken(client, token, machine, now);
    return;
  }
  const left = Date.parse(secretText(secret, 'expiration') ?? '') - now;
  if (left >= REFRESH_BELOW_MS) return;
  const [value] = Object.values(secretData({ expiration: bootstrapTokenExpiry(now) }));
  await client.patch(Secret, secret, [{ op: 'add', path: '/data/expiration', value }]);
}
