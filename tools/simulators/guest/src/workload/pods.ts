import { createHash } from 'node:crypto';

import type { Kind, KubeObject } from '@handoff/api';

import type { OwnerReference } from '@handoff/simulator-kube-apiserver';

import type { ClusterApi, Draft } from './cluster-api.js';
import { Pod, type PodSpec, type PodTemplate } from './kinds.js';

/** A short digest of a template, by which the pods of its revisions are told apart. */
export function templateHash(template: PodTemplate): string {
  return createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
}

export function ownerReference(kind: Kind, owner: KubeObject): OwnerReference {
  const { name, uid } = owner.metadata;
  return { apiVersion: kind.apiVersion, kind: kind.kind, name, uid, controller: true, blockOwnerDeletion: true };
}

/** Objects that an owner controls, by uid. */
export function controlledBy<T extends KubeObject>(owner: KubeObject, candidates: readonly T[]): T[] {
  return candidates.filter((candidate) =>
    (candidate.metadata.ownerReferences ?? []).some((reference) => reference.controller === true && reference.uid === owner.metadata.uid),
  );
}

/** Key of the object of that kind that controls an object: what to wake when the object changes. */
export function controllerKeys(kind: Kind, object: KubeObject): readonly string[] {
  const owner = (object.metadata.ownerReferences ?? []).find((reference) => reference.controller === true && reference.kind === kind.kind);
  return owner === undefined ? [] : [`${object.metadata.namespace ?? ''}/${owner.name}`];
}

/** A pod of a template, owned by what holds the template. */
export function podDraft(
  kind: Kind,
  owner: KubeObject,
  template: PodTemplate,
  extra: { readonly labels: Readonly<Record<string, string>>; readonly name?: string; readonly spec?: Partial<PodSpec> },
): Draft {
  return {
    metadata: {
      ...(extra.name === undefined ? { generateName: `${owner.metadata.name}-` } : { name: extra.name }),
      ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
      labels: { ...template.metadata?.labels, ...extra.labels },
      ...(template.metadata?.annotations ? { annotations: template.metadata.annotations } : {}),
      ownerReferences: [ownerReference(kind, owner)],
    },
    spec: { ...template.spec, ...extra.spec },
  };
}

export const isReady = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  (pod.status?.conditions ?? []).some(({ type, status }) => type === 'Ready' && status === 'True');

/** Ended pods of every sort count neither as there nor as missing. */
export const isActive = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp === undefined && pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed';

export const removePod = (api: ClusterApi, pod: Pod): Promise<void> => api.remove(Pod, pod.metadata);
