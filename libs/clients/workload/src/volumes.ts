import { Pod, VolumeAttachment } from '@handoff/api';
import type { Node } from '@handoff/api';
import { isNotFound } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import { z } from 'zod';
import { mustLeave } from './drain.js';

const PersistentVolume = z.looseObject({
  spec: z.looseObject({ claimRef: z.looseObject({ namespace: z.string().optional(), name: z.string().optional() }).optional() }),
});

/**
 * The volumes that are still attached to a drained Node, in words; those of Pods that stay with the Node (a DaemonSet's) do not count.
 * A server that is deleted with a volume attached leaves that locked for whoever comes next.
 */
export async function attachedVolumes(client: KubeClient, node: Node): Promise<readonly string[]> {
  const { items } = await client.list(VolumeAttachment);
  const here = items.filter(({ spec }) => spec.nodeName === node.metadata.name);
  if (here.length === 0) return [];
  const staying = await claimsOfStayingPods(client, node);
  const words = await Promise.all(here.map(async ({ metadata, spec }) => {
    const volume = spec.source.persistentVolumeName;
    const claim = volume === undefined ? undefined : await claimOf(client, volume);
    return claim !== undefined && staying.has(claim) ? undefined : `volume ${volume ?? metadata.name}${claim === undefined ? '' : ` of ${claim}`}`;
  }));
  return words.filter((word) => word !== undefined);
}

async function claimsOfStayingPods(client: KubeClient, node: Node): Promise<ReadonlySet<string>> {
  const { items } = await client.list(Pod, { fieldSelector: `spec.nodeName=${node.metadata.name}` });
  const claims = items.filter((pod) => !mustLeave(pod)).flatMap(({ metadata, spec }) =>
    (spec.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => (claim === undefined ? [] : [`${metadata.namespace ?? ''}/${claim.claimName}`])));
  return new Set(claims);
}

/** `namespace/name` of the claim that a volume is bound to. */
async function claimOf(client: KubeClient, volume: string): Promise<string | undefined> {
  try {
    const { claimRef } = PersistentVolume.parse(await client.raw(`/api/v1/persistentvolumes/${encodeURIComponent(volume)}`)).spec;
    return claimRef?.name === undefined ? undefined : `${claimRef.namespace ?? ''}/${claimRef.name}`;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
