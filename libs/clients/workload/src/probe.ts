import { ConfigMap } from '@handoff/api';
import type { KubeClient } from '@handoff/kube';
import { asError } from '@handoff/time';
import { KubeconfigMissing } from './errors.js';

/** What one look at a workload cluster's API showed. */
export type ProbeResult =
  | { readonly reachable: true; readonly initialized: boolean }
  | { readonly reachable: false; readonly message: string };

/**
 * One look: does the API answer, and has kubeadm finished its first control plane?
 * kubeadm uploads ConfigMap kube-system/kubeadm-config when the control plane serves; until then nothing may join.
 */
export async function probe(connect: () => Promise<KubeClient>): Promise<ProbeResult> {
  try {
    const client = await connect();
    const config = await client.get(ConfigMap, { namespace: 'kube-system', name: 'kubeadm-config' });
    return { reachable: true, initialized: config !== undefined };
  } catch (error) {
    const waiting = error instanceof KubeconfigMissing;
    return { reachable: false, message: waiting ? error.message : `the workload cluster's API does not answer: ${asError(error).message}` };
  }
}
