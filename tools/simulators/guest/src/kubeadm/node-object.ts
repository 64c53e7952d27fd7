import type { GuestMachine } from '../system/machine.js';
import { KubeadmError } from './errors.js';
import type { NodeRegistration, Taint } from './schema.js';

export const controlPlaneTaint: Taint = { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' };
const uninitializedTaint: Taint = { key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' };
const notReadyTaint: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

export const notReadyMessage =
  'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';

/** The name a node registers under. Throws KubeadmError where it is no DNS name, such as when a template was left unrendered. */
export function nodeNameOf(registration: NodeRegistration | undefined, machine: GuestMachine): string {
  const name = (registration?.name ?? machine.hostname).toLowerCase();
  if (/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return name;
  throw new KubeadmError('preflight', `nodeRegistration.name: Invalid value: "${name}": a lowercase RFC 1123 subdomain is needed`);
}

export const kubeletArguments = (registration: NodeRegistration | undefined): ReadonlyMap<string, string> =>
  new Map((registration?.kubeletExtraArgs ?? []).map(({ name, value }) => [name, value]));

/**
 * The Node as a kubelet registers it: no network plugin yet, and with an external cloud provider not initialized and (since 1.29) without
 * addresses.
 */
export function nodeObject(
  machine: GuestMachine,
  name: string,
  registration: NodeRegistration | undefined,
  options: { readonly isControlPlane: boolean; readonly time: string },
): object {
  const args = kubeletArguments(registration);
  const isExternal = args.get('cloud-provider') === 'external';
  const ownTaints = registration?.taints ?? (options.isControlPlane ? [controlPlaneTaint] : []);
  const providerId = args.get('provider-id');
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: labelsOf(name, args), annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' } },
    spec: {
      taints: [
        ...ownTaints,
        ...taintsOfFlag(args.get('register-with-taints')),
        ...(isExternal ? [uninitializedTaint] : []),
        notReadyTaint,
      ],
      ...(providerId === undefined ? {} : { providerID: providerId }),
    },
    status: statusOf(machine, name, args, isExternal, options.time),
  };
}

function labelsOf(name: string, args: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const own = (args.get('node-labels') ?? '')
    .split(',')
    .filter(Boolean)
    .map((pair) => pair.split('=', 2) as [string, string | undefined]);
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    ...Object.fromEntries(own.map(([key, value]) => [key, value ?? ''])),
  };
}

/** `key=value:Effect,…` */
function taintsOfFlag(flag: string | undefined): Taint[] {
  return [...(flag ?? '').matchAll(/([^=:,]+)(?:=([^:,]*))?:(NoSchedule|PreferNoSchedule|NoExecute)/g)].map(
    ([, key = '', value, effect]) => ({
      key,
      ...(value === undefined || value === '' ? {} : { value }),
      effect: effect as Taint['effect'],
    }),
  );
}

function statusOf(machine: GuestMachine, name: string, args: ReadonlyMap<string, string>, isExternal: boolean, time: string): object {
  const healthy = (type: string, reason: string, message: string): object => ({
    type,
    status: 'False',
    reason,
    message,
    lastHeartbeatTime: time,
    lastTransitionTime: time,
  });
  const given = (args.get('node-ip') ?? '').split(',').filter(Boolean);
  const internal = given.length > 0 ? given : isExternal ? [] : machine.addresses.slice(0, 1);
  const resources = { cpu: '2', memory: '8145668Ki', pods: '110', 'ephemeral-storage': '24618676Ki' };
  return {
    addresses:
      internal.length === 0 ? [] : [...internal.map((address) => ({ type: 'InternalIP', address })), { type: 'Hostname', address: name }],
    capacity: resources,
    allocatable: resources,
    conditions: [
      healthy('MemoryPressure', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
      healthy('DiskPressure', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      healthy('PIDPressure', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      healthy('Ready', 'KubeletNotReady', notReadyMessage),
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: machine.uuid,
      containerRuntimeVersion: 'containerd://1.7.27',
      kernelVersion: '5.15.0-139-generic',
      kubeProxyVersion: machine.kubernetesVersion,
      kubeletVersion: machine.kubernetesVersion,
      machineID: machine.uuid.replaceAll('-', ''),
      operatingSystem: 'linux',
      osImage: 'Ubuntu 22.04.5 LTS',
      systemUUID: machine.uuid,
    },
  };
}
