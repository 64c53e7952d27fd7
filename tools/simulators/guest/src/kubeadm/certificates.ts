import { issue, kubeconfigYaml, type Authority, type IssuedCertificate } from '@handoff/pki';
import ipaddr from 'ipaddr.js';

import { KubeadmError } from './errors.js';
import { pkiPorts, type KubeadmHost } from './host.js';
import type { ClusterDocument } from './schema.js';

export const defaultServiceSubnet = '10.96.0.0/12';
export const defaultDnsDomain = 'cluster.local';

/** An endpoint as kubeadm writes it. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Splits `host:port`, `[v6]:port` or a host alone. */
export function parseEndpoint(text: string, defaultPort: number): Endpoint {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (host !== undefined) return { host, port: match?.[3] === undefined ? defaultPort : Number(match[3]) };
  return { host: text, port: defaultPort };
}

export const formatEndpoint = ({ host, port }: Endpoint): string => `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;

/** The first address of the service subnet, under which pods reach the API server. */
export function firstServiceAddress(subnet: string | undefined): string {
  const [first = defaultServiceSubnet] = (subnet ?? defaultServiceSubnet).split(',');
  if (!ipaddr.isValidCIDR(first)) throw new KubeadmError('certs/apiserver', `couldn't parse service subnet "${first}"`);
  const bytes = ipaddr.parseCIDR(first)[0].toByteArray();
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) + 1;
  return ipaddr.fromByteArray(bytes).toString();
}

/** The API server's serving certificate of one node, with the names that kubeadm puts into it. */
export function servingCertificate(
  host: KubeadmHost,
  ca: Authority,
  cluster: ClusterDocument,
  node: string,
  advertised: string,
): Promise<IssuedCertificate> {
  const domain = cluster.networking?.dnsDomain ?? defaultDnsDomain;
  const names = [
    node,
    'kubernetes',
    'kubernetes.default',
    'kubernetes.default.svc',
    `kubernetes.default.svc.${domain}`,
    firstServiceAddress(cluster.networking?.serviceSubnet),
    advertised,
    ...(cluster.controlPlaneEndpoint === undefined ? [] : [parseEndpoint(cluster.controlPlaneEndpoint, 6443).host]),
    ...(cluster.apiServer?.certSANs ?? []),
  ];
  const unique = [...new Set(names)];
  const sans = { dns: unique.filter((name) => !ipaddr.isValid(name)), ips: unique.filter((name) => ipaddr.isValid(name)) };
  return issue(ca, { commonName: 'kube-apiserver', usage: 'server', sans, algorithm: 'ECDSA-P256' }, pkiPorts(host));
}

interface KubeconfigUser {
  readonly file: string;
  readonly user: string;
  readonly commonName: string;
  readonly organization?: string;
}

/** The kubeconfig files that kubeadm writes, each with a client certificate of its own. */
function kubeconfigUsers(host: KubeadmHost, isInit: boolean): KubeconfigUser[] {
  // Since 1.29 admin.conf is bound by RBAC to a group that init grants its rights to; super-admin.conf is beyond RBAC and exists on init
  // only.
  const hasSuperAdmin = host.version.minor >= 29;
  return [
    {
      file: 'admin.conf',
      user: 'kubernetes-admin',
      commonName: 'kubernetes-admin',
      organization: hasSuperAdmin ? 'kubeadm:cluster-admins' : 'system:masters',
    },
    ...(hasSuperAdmin && isInit
      ? [
          {
            file: 'super-admin.conf',
            user: 'kubernetes-super-admin',
            commonName: 'kubernetes-super-admin',
            organization: 'system:masters',
          },
        ]
      : []),
    { file: 'controller-manager.conf', user: 'system:kube-controller-manager', commonName: 'system:kube-controller-manager' },
    { file: 'scheduler.conf', user: 'system:kube-scheduler', commonName: 'system:kube-scheduler' },
  ];
}

/** Writes the control plane's kubeconfig files. */
export async function writeKubeconfigs(host: KubeadmHost, ca: Authority, server: Endpoint, isInit: boolean): Promise<void> {
  const users = kubeconfigUsers(host, isInit);
  await Promise.all(users.map((user) => writeKubeconfig(host, ca, server, user)));
}

async function writeKubeconfig(
  host: KubeadmHost,
  ca: Authority,
  server: Endpoint,
  { file, user, commonName, organization }: KubeconfigUser,
): Promise<void> {
  const organizations = organization === undefined ? [] : [organization];
  const client = await issue(ca, { commonName, organizations, usage: 'client', algorithm: 'ECDSA-P256' }, pkiPorts(host));
  writeKubeconfigFile(host, file, { server, caPem: ca.certificatePem, userName: user, client });
}

export function writeKubeconfigFile(
  host: KubeadmHost,
  file: string,
  content: { readonly server: Endpoint; readonly caPem: string; readonly userName: string; readonly client: IssuedCertificate },
): void {
  const text = kubeconfigYaml({
    clusterName: 'kubernetes',
    server: `https://${formatEndpoint(content.server)}`,
    caPem: content.caPem,
    userName: content.userName,
    clientCertificatePem: content.client.certificatePem,
    clientKeyPem: content.client.keyPem,
  });
  host.machine.files.write(`/etc/kubernetes/${file}`, text, { mode: 0o600, parents: true });
}
