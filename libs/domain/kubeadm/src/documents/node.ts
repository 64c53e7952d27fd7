import type { ControlPlaneComponent, LocalAPIEndpoint, NodeRegistration, NodeTaint, Timeouts } from '@handoff/api';
import type { Dialect } from './dialect.js';
import { fields, seconds, section } from './fields.js';
import type { Fields } from './fields.js';

/** Keeps pods off a worker until its labels are there; capi-core lifts it once it has synced them from the Machine. */
export const uninitializedTaint: NodeTaint = { key: 'node.cluster.x-k8s.io/uninitialized', effect: 'NoSchedule' };

export function nodeRegistration(dialect: Dialect, node: NodeRegistration | undefined, path: string): Fields | undefined {
  if (node === undefined) return undefined;
  return section({
    name: node.name,
    criSocket: node.criSocket,
    taints: node.taints?.map((taint) => fields(taint)),
    kubeletExtraArgs: dialect.extraArgs(node.kubeletExtraArgs),
    ignorePreflightErrors: node.ignorePreflightErrors,
    imagePullPolicy: node.imagePullPolicy,
    imagePullSerial: dialect.newer(node.imagePullSerial, `${path}.imagePullSerial`),
  });
}

/** Adds the uninitialized taint, unless the user's list has it. Absent taints become a list: a worker has no default taint to lose. */
export function withUninitializedTaint(node: NodeRegistration | undefined): NodeRegistration {
  const taints = node?.taints ?? [];
  const has = taints.some(({ key, effect }) => key === uninitializedTaint.key && effect === uninitializedTaint.effect);
  return { ...node, taints: has ? taints : [...taints, uninitializedTaint] };
}

/** What v1beta4 keeps in one place; in v1beta3 the two that exist stand elsewhere and the caller writes them there. */
export function timeouts(
  dialect: Dialect,
  given: Timeouts | undefined,
  path: string,
  elsewhereInV1beta3: keyof Timeouts,
): Fields | undefined {
  if (given === undefined) return undefined;
  if (!dialect.has.timeouts) {
    for (const [name, value] of Object.entries(given)) if (name !== elsewhereInV1beta3) dialect.newer(value, `${path}.${name}`);
    return undefined;
  }
  return section({
    controlPlaneComponentHealthCheck: seconds(given.controlPlaneComponentHealthCheckSeconds),
    kubeletHealthCheck: seconds(given.kubeletHealthCheckSeconds),
    kubernetesAPICall: seconds(given.kubernetesAPICallSeconds),
    etcdAPICall: seconds(given.etcdAPICallSeconds),
    tlsBootstrap: seconds(given.tlsBootstrapSeconds),
    discovery: seconds(given.discoverySeconds),
  });
}

export function component(dialect: Dialect, given: ControlPlaneComponent | undefined, path: string): Fields {
  return {
    extraArgs: dialect.extraArgs(given?.extraArgs),
    extraVolumes: given?.extraVolumes?.map((volume) => fields(volume)),
    extraEnvs: dialect.extraEnvs(given?.extraEnvs, `${path}.extraEnvs`),
  };
}

/** `apiServerPort` of the Cluster stands in where the KubeadmConfig names no port. */
export const localAPIEndpoint = (given: LocalAPIEndpoint | undefined, apiServerPort: number | undefined): Fields | undefined =>
  section({ advertiseAddress: given?.advertiseAddress, bindPort: given?.bindPort ?? apiServerPort });
