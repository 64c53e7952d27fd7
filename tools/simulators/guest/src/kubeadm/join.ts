import { rfc3339 } from '@handoff/time';
import { parse } from 'yaml';
import { z } from 'zod';

import { createRequest } from '../system/certificate-request.js';
import { primaryAddress } from '../system/machine.js';
import type { WorkloadCluster } from '../workload/cluster.js';
import { formatEndpoint, servingCertificate, writeKubeconfigFile, writeKubeconfigs } from './certificates.js';
import { discover, type DiscoveredCluster } from './discovery.js';
import { parseDocuments } from './documents.js';
import { KubeadmConfigError, KubeadmError } from './errors.js';
import type { KubeadmHost } from './host.js';
import { markControlPlane, refuseTwice, startKubelet, type Membership } from './membership.js';
import { electableAddress } from './election.js';
import { DialError, KubeHttp, KubeHttpError } from './kube-http.js';
import { nodeNameOf, nodeObject } from './node-object.js';
import { readSharedPki } from './pki-files.js';
import { kubeadmSchemas, type ClusterDocument, type JoinDocument } from './schema.js';
import { writeControlPlaneManifests } from './static-pods.js';
import { checkJoinVersion, parseVersion } from './version.js';

/** The control-plane part of a node, once everything for it is on the disk. */
interface MemberPart {
  start(on: KubeadmHost): Promise<void>;
}

interface JoinPlan {
  readonly join: JoinDocument;
  readonly node: string;
  readonly address: string;
  readonly isControlPlane: boolean;
}

/**
 * Plays `kubeadm join`: makes this machine a node of a cluster that it reaches over the network. Throws KubeadmError or KubeadmConfigError.
 */
export async function kubeadmJoin(host: KubeadmHost, configuration: string, discoveryTimeout: number): Promise<Membership> {
  const plan = planJoin(host, configuration);
  const { machine } = host;
  host.step('preflight');
  refuseTwice(machine.files);
  const discovered = await discover(host, plan.join, discoveryTimeout);
  const clusterDocument = await readConfiguration(host, discovered);
  checkJoinVersion(host.version, parseVersion(clusterDocument.kubernetesVersion ?? ''));
  const cluster = host.clusters.byAuthority(discovered.caPem);
  if (cluster === undefined)
    throw new KubeadmError('preflight', `the cluster at ${formatEndpoint(discovered.endpoint)} is none of this simulation`);
  const member = plan.isControlPlane ? await prepareControlPlane(host, plan, clusterDocument, cluster, discovered) : undefined;
  host.step('kubelet-start');
  await machine.delays.spend(
    'kubeadmJoin',
    { vm: machine.vm, node: plan.node, cluster: formatEndpoint(discovered.endpoint) },
    machine.signal,
  );
  await register(host, plan, discovered);
  try {
    await startNode(host, cluster, plan.node, member);
  } catch (error) {
    await cluster.lose(machine.vm); // half a member must not count for the quorum
    throw error;
  }
  return {
    cluster,
    node: plan.node,
    start: async (rebooted) => {
      const again = { ...host, machine: rebooted };
      await member?.start(again);
      await startKubelet(again, cluster, plan.node);
    },
  };
}

async function startNode(host: KubeadmHost, cluster: WorkloadCluster, node: string, member: MemberPart | undefined): Promise<void> {
  if (member !== undefined) {
    host.step('control-plane-join');
    await member.start(host);
    await markControlPlane(cluster, node);
  }
  await startKubelet(host, cluster, node);
}

function planJoin(host: KubeadmHost, configuration: string): JoinPlan {
  const { join } = parseDocuments(configuration, host.version);
  if (join === undefined) throw new KubeadmConfigError('no JoinConfiguration in the configuration file');
  const isControlPlane = join.controlPlane !== undefined && join.controlPlane !== null;
  const address = join.controlPlane?.localAPIEndpoint?.advertiseAddress ?? primaryAddress(host.machine);
  if (address === undefined) throw new KubeadmError('preflight', 'unable to select an IP from default routes: the machine has no address');
  return { join, node: nodeNameOf(join.nodeRegistration, host.machine), address, isControlPlane };
}

const configMap = z.looseObject({ data: z.record(z.string(), z.string()) });

/** The configuration that init left in the cluster, read with the token's own rights. */
async function readConfiguration(host: KubeadmHost, { endpoint, caPem, token }: DiscoveredCluster): Promise<ClusterDocument> {
  const http = new KubeHttp(endpoint, { caPem, token }, host.machine.signal);
  try {
    const { data } = configMap.parse(await http.send({ path: '/api/v1/namespaces/kube-system/configmaps/kubeadm-config' }));
    const parsed: unknown = parse(data['ClusterConfiguration'] ?? '');
    return kubeadmSchemas.v1beta4.ClusterConfiguration.parse({ ...(parsed as object), apiVersion: 'kubeadm.k8s.io/v1beta4' });
  } catch (error) {
    if (!(error instanceof KubeHttpError || error instanceof DialError)) throw error;
    throw new KubeadmError('preflight', `unable to fetch the kubeadm-config ConfigMap: failed to get config map: ${error.message}`, {
      cause: error,
    });
  }
}

/** Everything of a further control-plane node that does not need its kubelet: certificates, kubeconfigs, manifests. */
async function prepareControlPlane(
  host: KubeadmHost,
  plan: JoinPlan,
  document: ClusterDocument,
  cluster: WorkloadCluster,
  discovered: DiscoveredCluster,
): Promise<MemberPart> {
  if (document.controlPlaneEndpoint === undefined) {
    throw new KubeadmError(
      'preflight',
      "unable to add a new control plane instance to a cluster that doesn't have a stable controlPlaneEndpoint address",
    );
  }
  const { machine, clock } = host;
  const bindPort = plan.join.controlPlane?.localAPIEndpoint?.bindPort ?? 6443;
  host.step('control-plane-prepare');
  const pki = readSharedPki(machine.files, document.certificatesDir ?? '/etc/kubernetes/pki', clock.now(), 'control-plane-prepare/certs');
  checkSameCluster(pki, cluster);
  const serving = await servingCertificate(host, pki.ca, document, plan.node, plan.address);
  await writeKubeconfigs(host, pki.ca, discovered.endpoint, false);
  const version = document.kubernetesVersion ?? machine.kubernetesVersion;
  writeControlPlaneManifests(machine.files, { cluster: document, version, node: plan.node, address: plan.address, bindPort });
  return {
    start: async (on) => {
      try {
        await cluster.addMember({
          vm: machine.vm,
          node: plan.node,
          bindPort,
          serving,
          virtualAddress: electableAddress(on, discovered.endpoint, false),
        });
      } catch (error) {
        throw new KubeadmError('control-plane-join/etcd', error instanceof Error ? error.message : String(error), { cause: error });
      }
    },
  };
}

/** A node with other authorities than its cluster's would be talked to by nobody; etcd finds out first. */
function checkSameCluster(pki: ReturnType<typeof readSharedPki>, cluster: WorkloadCluster): void {
  const phase = 'control-plane-prepare/certs';
  if (pki.ca.certificatePem.trim() !== cluster.pki.ca.certificatePem.trim())
    throw new KubeadmError(phase, "ca.crt is not the cluster's CA: x509: certificate signed by unknown authority");
  if (pki.etcdCa.certificatePem.trim() !== cluster.pki.etcdCa.certificatePem.trim()) {
    throw new KubeadmError(
      'control-plane-join/etcd',
      "error creating local etcd static pod manifest file: etcd/ca.crt is not the cluster's: x509: certificate signed by unknown authority",
    );
  }
  if (pki.frontProxyCa.certificatePem.trim() !== cluster.pki.frontProxyCa.certificatePem.trim())
    throw new KubeadmError(phase, "front-proxy-ca.crt is not the cluster's");
  if (pki.serviceAccount.publicKeyPem.trim() !== cluster.pki.serviceAccount.publicKeyPem.trim())
    throw new KubeadmError(phase, "sa.pub is not the cluster's: tokens of service accounts would not be believed");
}

const issuedRequest = z.looseObject({
  status: z
    .looseObject({ certificate: z.string().optional(), conditions: z.array(z.looseObject({ type: z.string() })).optional() })
    .optional(),
});

/** The kubelet asks for its certificate with the token, and with the certificate it registers its node. */
async function register(host: KubeadmHost, plan: JoinPlan, discovered: DiscoveredCluster): Promise<void> {
  const { machine, clock } = host;
  const key = await host.keys.next('ECDSA-P256');
  const user = `system:node:${plan.node}`;
  try {
    const withToken = new KubeHttp(discovered.endpoint, { caPem: discovered.caPem, token: discovered.token }, machine.signal);
    const certificatePem = await requestCertificate(
      withToken,
      await createRequest({ commonName: user, organization: 'system:nodes' }, key),
    );
    const client = { certificatePem, keyPem: key.privateKeyPem };
    writeKubeconfigFile(host, 'kubelet.conf', { server: discovered.endpoint, caPem: discovered.caPem, userName: user, client });
    const asNode = new KubeHttp(discovered.endpoint, { caPem: discovered.caPem, client }, machine.signal);
    const node = nodeObject(machine, plan.node, plan.join.nodeRegistration, {
      isControlPlane: plan.isControlPlane,
      time: rfc3339(clock.now()),
    });
    await createNode(asNode, plan.node, node);
  } catch (error) {
    if (!(error instanceof KubeHttpError || error instanceof DialError)) throw error;
    throw new KubeadmError('kubelet-start', `error uploading crisocket: the kubelet could not register: ${error.message}`, {
      cause: error,
    });
  }
}

async function requestCertificate(http: KubeHttp, request: string): Promise<string> {
  const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
  const body = {
    apiVersion: 'certificates.k8s.io/v1',
    kind: 'CertificateSigningRequest',
    metadata: { generateName: 'csr-' },
    spec: {
      request: Buffer.from(request, 'utf8').toString('base64'),
      signerName: 'kubernetes.io/kube-apiserver-client-kubelet',
      usages: ['digital signature', 'client auth'],
    },
  };
  const { metadata } = z
    .looseObject({ metadata: z.looseObject({ name: z.string() }) })
    .parse(await http.send({ method: 'POST', path, body }));
  const encoded = await http.watchUntil(
    `${path}?watch=true&fieldSelector=${encodeURIComponent(`metadata.name=${metadata.name}`)}`,
    (object) => {
      const { status } = issuedRequest.parse(object);
      if (status?.conditions?.some(({ type }) => type === 'Denied') === true)
        throw new KubeHttpError(403, `certificate signing request ${metadata.name} is denied`);
      return status?.certificate;
    },
  );
  return Buffer.from(encoded, 'base64').toString('utf8');
}

/** A node object that was left behind by a machine of the same name is taken over, unless that machine still runs. */
async function createNode(http: KubeHttp, name: string, node: object): Promise<void> {
  try {
    await http.send({ method: 'POST', path: '/api/v1/nodes', body: node });
  } catch (error) {
    if (!(error instanceof KubeHttpError) || error.status !== 409) throw error;
    const schema = z.looseObject({
      status: z.looseObject({ conditions: z.array(z.looseObject({ type: z.string(), status: z.string() })).nullish() }).optional(),
    });
    const existing = schema.parse(await http.send({ path: `/api/v1/nodes/${name}` }));
    if (existing.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true) {
      throw new KubeadmError(
        'kubelet-start',
        `a Node with name "${name}" and status "Ready" already exists in the cluster. You must delete the existing Node or change the name of this new joining Node`,
        { cause: error },
      );
    }
    await http.send({ method: 'DELETE', path: `/api/v1/nodes/${name}` });
    await http.send({ method: 'POST', path: '/api/v1/nodes', body: node });
  }
}
