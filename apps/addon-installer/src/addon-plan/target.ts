import { createHash } from 'node:crypto';
import { ClusterConditions } from '@handoff/api';
import type { AddonGate, AddonManifests, AddonPlan, Cluster } from '@handoff/api';
import { conditionOf } from '@handoff/reconcile';
import { hashOf } from '../manifests/resource.js';
import type { ManifestResource } from '../manifests/resource.js';

/** Manifests of a step, with what is there of them. */
export interface StepManifests {
  readonly reference: AddonManifests;
  /** Absent until somebody applies it. */
  readonly resource: ManifestResource | undefined;
}

/** One step of a plan as it is to be done now. */
export interface Step {
  readonly name: string;
  readonly manifests: readonly StepManifests[];
  readonly gates: readonly AddonGate[];
  /** Changes with whatever would be applied or waited for. */
  readonly digest: string;
}

/** What is to become of one cluster. */
export interface Target {
  readonly steps: readonly Step[];
  /** The control plane's shared address. */
  readonly endpoint: string | undefined;
  /** Changes with the steps. */
  readonly stepsDigest: string;
  /** Changes with what should be looked at again: the steps, the endpoint, how many machines the cluster has, and its connection. */
  readonly digest: string;
}

/** The steps of a plan with the manifests that they refer to. */
export const stepsOf = (plan: AddonPlan, find: (reference: AddonManifests) => ManifestResource | undefined): readonly Step[] =>
  plan.spec.steps.map(({ name, manifests = [], readyWhen: gates = [] }) => {
    const found = manifests.map((reference) => ({ reference, resource: find(reference) }));
    const hashes = found.map(({ resource }) => (resource === undefined ? '' : hashOf(resource)));
    return { name, manifests: found, gates, digest: digestOf([hashes, gates]) };
  });

export function targetFor(cluster: Cluster, steps: readonly Step[]): Target {
  const endpoint = cluster.spec.controlPlaneEndpoint?.host;
  const { controlPlane, workers } = cluster.status ?? {};
  const connected = conditionOf(cluster, ClusterConditions.RemoteConnectionProbe)?.lastTransitionTime;
  const stepsDigest = digestOf(steps.map(({ name, digest }) => [name, digest]));
  return { steps, endpoint, stepsDigest, digest: digestOf([stepsDigest, endpoint, controlPlane, workers, connected]) };
}

const digestOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url');
