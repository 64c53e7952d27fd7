import { issue, type IssuedCertificate } from '@handoff/pki';
import { rfc3339 } from '@handoff/time';

import { primaryAddress } from '../system/machine.js';
import { Node } from '../workload/kinds.js';
import type { WorkloadCluster } from '../workload/cluster.js';
import {
  formatEndpoint,
  parseEndpoint,
  servingCertificate,
  writeKubeconfigFile,
  writeKubeconfigs,
  type Endpoint,
} from './certificates.js';
import { parseDocuments } from './documents.js';
import { KubeadmConfigError, KubeadmError } from './errors.js';
import { electableAddress, explainSilence } from './election.js';
import { pkiPorts, type KubeadmHost } from './host.js';
import { DialError, KubeHttp, KubeHttpError } from './kube-http.js';
import { uploadAddons } from './addons.js';
import { uploadConfiguration } from './initial-objects.js';
import { markControlPlane, refuseTwice, startKubelet, type Membership } from './membership.js';
import { nodeNameOf, nodeObject } from './node-object.js';
import { readSharedPki, type SharedPki } from './pki-files.js';
import type { ClusterDocument, InitDocument } from './schema.js';
import { writeControlPlaneManifests } from './static-pods.js';
import { checkNewestVersion, parseVersion } from './version.js';

interface InitPlan {
  readonly init: InitDocument;
  readonly cluster: ClusterDocument;
  readonly version: string;
  readonly node: string;
  readonly address: string;
  readonly bindPort: number;
  readonly endpoint: Endpoint;
  readonly pkiDirectory: string;
}

/** Plays `kubeadm init`: founds a cluster on this machine. Throws KubeadmError or KubeadmConfigError. */
export async function kubeadmInit(host: KubeadmHost, configuration: string): Promise<Membership> {
  const plan = planInit(host, configuration);
  const { machine } = host;
  host.step('preflight');
  refuseTwice(machine.files);
  const { pki, serving, client } = await writeNodeFiles(host, plan);
  host.step('wait-control-plane');
  const cluster = host.clusters.found({
    endpoint: plan.endpoint,
    pki,
    version: plan.version,
    podSubnet: plan.cluster.networking?.podSubnet,
  });
  try {
    await startMember(host, cluster, plan, serving, true);
    await machine.delays.spend('kubeadmInit', { vm: machine.vm, node: plan.node, cluster: formatEndpoint(plan.endpoint) }, machine.signal);
    await waitForEndpoint(host, plan, client, pki.ca.certificatePem);
    await uploadObjects(host, cluster, plan);
    await startKubelet(host, cluster, plan.node);
    return {
      cluster,
      node: plan.node,
      start: async (rebooted) => {
        const again = { ...host, machine: rebooted };
        await startMember(again, cluster, plan, serving, false);
        await startKubelet(again, cluster, plan.node);
      },
    };
  } catch (error) {
    await host.clusters.remove(cluster);
    throw error;
  }
}

interface NodeFiles {
  readonly pki: SharedPki;
  readonly serving: IssuedCertificate;
  /** The kubelet's own certificate. */
  readonly client: IssuedCertificate;
}

/** Certificates, kubeconfig files and static pods. */
async function writeNodeFiles(host: KubeadmHost, plan: InitPlan): Promise<NodeFiles> {
  const { files } = host.machine;
  host.step('certs');
  const pki = readSharedPki(files, plan.pkiDirectory, host.clock.now(), 'certs');
  const serving = await servingCertificate(host, pki.ca, plan.cluster, plan.node, plan.address);
  host.step('kubeconfig');
  await writeKubeconfigs(host, pki.ca, plan.endpoint, true);
  const client = await issue(
    pki.ca,
    { commonName: `system:node:${plan.node}`, organizations: ['system:nodes'], usage: 'client', algorithm: 'ECDSA-P256' },
    pkiPorts(host),
  );
  writeKubeconfigFile(host, 'kubelet.conf', {
    server: plan.endpoint,
    caPem: pki.ca.certificatePem,
    userName: `system:node:${plan.node}`,
    client,
  });
  host.step('etcd');
  host.step('control-plane');
  writeControlPlaneManifests(files, { ...plan });
  return { pki, serving, client };
}

function planInit(host: KubeadmHost, configuration: string): InitPlan {
  const { init, cluster } = parseDocuments(configuration, host.version);
  if (cluster === undefined)
    throw new KubeadmConfigError('no ClusterConfiguration in the configuration file: kubeadm would ask the internet for a version');
  const version = cluster.kubernetesVersion ?? `v${host.version.version}`;
  checkNewestVersion(host.version, parseVersion(version));
  const address = init?.localAPIEndpoint?.advertiseAddress ?? primaryAddress(host.machine);
  if (address === undefined) throw new KubeadmError('preflight', 'unable to select an IP from default routes: the machine has no address');
  const bindPort = init?.localAPIEndpoint?.bindPort ?? 6443;
  const endpoint =
    cluster.controlPlaneEndpoint === undefined ? { host: address, port: bindPort } : parseEndpoint(cluster.controlPlaneEndpoint, bindPort);
  return {
    init: init ?? { apiVersion: 'kubeadm.k8s.io/v1beta4', kind: 'InitConfiguration' },
    cluster,
    version,
    node: nodeNameOf(init?.nodeRegistration, host.machine),
    address,
    bindPort,
    endpoint,
    pkiDirectory: cluster.certificatesDir ?? '/etc/kubernetes/pki',
  };
}

/** Static pods run: etcd has a member, and kube-vip announces its address if the kubeconfig that it got lets it. */
async function startMember(
  host: KubeadmHost,
  cluster: WorkloadCluster,
  plan: InitPlan,
  serving: Parameters<WorkloadCluster['addMember']>[0]['serving'],
  isFirst: boolean,
): Promise<void> {
  const { machine } = host;
  const virtualAddress = electableAddress(host, plan.endpoint, isFirst);
  try {
    await cluster.addMember({ vm: machine.vm, node: plan.node, bindPort: plan.bindPort, serving, virtualAddress });
  } catch (error) {
    throw new KubeadmError(
      'wait-control-plane',
      `kube-apiserver is not healthy: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** The real program waits for minutes; what it waits for is either there by now or never comes. */
async function waitForEndpoint(
  host: KubeadmHost,
  plan: InitPlan,
  client: { certificatePem: string; keyPem: string },
  caPem: string,
): Promise<void> {
  const http = new KubeHttp(plan.endpoint, { caPem, client }, host.machine.signal);
  try {
    await http.send({ path: '/livez' });
  } catch (error) {
    if (!(error instanceof DialError || error instanceof KubeHttpError)) throw error;
    const hint = explainSilence(host, plan);
    throw new KubeadmError(
      'wait-control-plane',
      `the API server did not answer at ${formatEndpoint(plan.endpoint)} within 4m0s: ${error.message}${hint}`,
      { cause: error },
    );
  }
}

async function uploadObjects(host: KubeadmHost, cluster: WorkloadCluster, plan: InitPlan): Promise<void> {
  host.step('upload-config');
  await uploadConfiguration(cluster.api, { ...plan, caPem: cluster.pki.ca.certificatePem, time: host.clock.now() });
  host.step('mark-control-plane');
  const node = nodeObject(host.machine, plan.node, plan.init.nodeRegistration, { isControlPlane: true, time: rfc3339(host.clock.now()) });
  const registered = await cluster.api.ensure(Node, node as Parameters<typeof cluster.api.ensure>[1]);
  await markControlPlane(cluster, registered.metadata.name);
  host.step('addons');
  const skipped = plan.init.skipPhases ?? [];
  await uploadAddons(cluster.api, { ...plan, skipped });
}
