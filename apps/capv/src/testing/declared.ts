import {
  Cluster, InClusterIPPool, IPAddress, IPAddressClaim, Labels, Machine, ownerReferenceTo, Secret, VSphereCluster, VSphereMachine,
} from '@handoff/api';
import { Core, Ipam } from '@handoff/events';
import { TEMPLATE } from './harness.js';
import type { Harness } from './harness.js';

export const NAMESPACE = 'default';
export const CLUSTER = 'prod';
export const POOL = { apiGroup: InClusterIPPool.group, kind: InClusterIPPool.kind, name: 'nodes' };

const labels = { [Labels.clusterName]: CLUSTER };
const contractRef = (kind: string, name: string): Record<string, string> => ({ apiGroup: 'infrastructure.cluster.x-k8s.io', kind, name });

/** The declaration of a cluster as it is after capi-core has taken it up. */
export async function declareCluster(
  { kube, vcenter }: Harness, spec: Record<string, unknown> = {},
): Promise<{ cluster: Cluster; infrastructure: VSphereCluster }> {
  const cluster = await kube.create(Cluster, {
    metadata: { name: CLUSTER, namespace: NAMESPACE }, spec: { infrastructureRef: contractRef('VSphereCluster', CLUSTER) },
  });
  await kube.create(Secret, { metadata: { name: CLUSTER, namespace: NAMESPACE }, stringData: { username: 'user', password: 'pass' } });
  const infrastructure = await kube.create(VSphereCluster, {
    metadata: { name: CLUSTER, namespace: NAMESPACE, labels, ownerReferences: [ownerReferenceTo(cluster)] },
    spec: {
      server: vcenter.address, thumbprint: vcenter.thumbprint,
      identityRef: { kind: 'Secret', name: CLUSTER }, controlPlaneEndpoint: { host: '127.20.0.10', port: 6443 }, ...spec,
    },
  });
  return { cluster, infrastructure };
}

/** capi-core: the cluster's infrastructure is provisioned. */
export async function provision({ kube, until, ring }: Harness, cluster: Cluster): Promise<Cluster> {
  await until(VSphereCluster, { namespace: NAMESPACE, name: CLUSTER }, ({ status }) => status?.initialization?.provisioned === true);
  const { name, namespace, uid } = cluster.metadata;
  const status = { initialization: { infrastructureProvisioned: true } };
  const written = await kube.applyStatus(Cluster, { metadata: { name, namespace, uid }, status });
  await ring(Core.InfrastructureProvisioned, Cluster, written, CLUSTER);
  return written;
}

/** A Machine with its VSphereMachine, and its bootstrap data, as capi-core and kubeadm-bootstrap make them. */
export async function makeMachine(
  harness: Harness, name: string, spec: Record<string, unknown> = {}, owner: Partial<Machine['spec']> = {},
): Promise<{ machine: Machine; infrastructure: VSphereMachine }> {
  const { kube, ring } = harness;
  await kube.create(Secret, { metadata: { name: `${name}-data`, namespace: NAMESPACE }, stringData: { value: '#cloud-config\n{}\n', format: 'cloud-config' } });
  const machine = await kube.create(Machine, {
    metadata: { name, namespace: NAMESPACE, labels },
    spec: { clusterName: CLUSTER, version: 'v1.33.1', bootstrap: { dataSecretName: `${name}-data` }, infrastructureRef: contractRef('VSphereMachine', name), ...owner },
  });
  const infrastructure = await kube.create(VSphereMachine, {
    metadata: { name, namespace: NAMESPACE, labels, ownerReferences: [ownerReferenceTo(machine, { controller: true })] },
    spec: machineSpec(spec),
  });
  await ring(Core.BootstrapReady, Machine, machine, CLUSTER);
  return { machine, infrastructure };
}

/** What the samples ask for. */
export const machineSpec = (spec: Record<string, unknown> = {}): Record<string, unknown> => ({
  template: TEMPLATE, cloneMode: 'linkedClone', datacenter: 'DC0', datastore: 'LocalDS_0', folder: 'vm', resourcePool: 'DC0_C0/Resources',
  numCPUs: 2, memoryMiB: 8192, powerOffMode: 'trySoft',
  network: { devices: [{ networkName: 'VM Network', dhcp4: false, dhcp6: false, addressesFromPools: [POOL], nameservers: ['198.51.100.53'] }] },
  ...spec,
});

/** ipam: answers a claim with an address. */
export async function answerClaim({ kube, until, ring }: Harness, name: string, address: string): Promise<void> {
  const claim = await until(IPAddressClaim, { namespace: NAMESPACE, name }, () => true);
  await kube.create(IPAddress, {
    metadata: { name, namespace: NAMESPACE, ownerReferences: [ownerReferenceTo(claim, { controller: true })] },
    spec: { address, prefix: 24, gateway: '198.51.100.1', claimRef: { name }, poolRef: POOL },
  });
  const metadata = { name, namespace: NAMESPACE, uid: claim.metadata.uid };
  const answered = await kube.applyStatus(IPAddressClaim, { metadata, status: { addressRef: { name } } });
  await ring(Ipam.AddressAllocated, IPAddressClaim, answered, CLUSTER);
}

export const keyOfName = (name: string): { namespace: string; name: string } => ({ namespace: NAMESPACE, name });

