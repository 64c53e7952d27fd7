import ipaddr from 'ipaddr.js';
import type { SemVer } from 'semver';

import { KubeadmConfigError } from './errors.js';
import type { BootstrapToken, ClusterDocument, InitDocument, JoinDocument, NodeRegistration } from './schema.js';
import { checkOldestVersion, parseVersion } from './version.js';

const dnsName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const tokenForm = /^[a-z0-9]{6}\.[a-z0-9]{16}$/;
const tokenGroup = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;
const algorithms = ['ECDSA-P256', 'ECDSA-P384', 'RSA-2048', 'RSA-3072', 'RSA-4096'];

/** Feature gates of kubeadm with the minor versions that know them, as far back as the image versions that are played. */
const featureGates: Readonly<Record<string, readonly [first: number, last: number]>> = {
  PublicKeysECDSA: [19, Infinity],
  RootlessControlPlane: [22, Infinity],
  EtcdLearnerMode: [27, 33],
  WaitForAllControlPlaneComponents: [30, 35],
  ControlPlaneKubeletLocalMode: [31, 35],
  NodeLocalCRISocket: [32, Infinity],
};

/** The fewest addresses that a service subnet may have. */
const LEAST_SERVICE_ADDRESSES = 10;

const FIRST_MINOR_WITH_FILE_KEYS = 34;

function refuse(field: string, reason: string): never {
  throw new KubeadmConfigError(`${field}: Invalid value: ${reason}`);
}

function need(holds: boolean, field: string, reason: string): void {
  if (!holds) refuse(field, reason);
}

/** What kubeadm checks of values after it has decoded a file. Throws KubeadmConfigError, which names the field but no value. */
export function validateCluster(cluster: ClusterDocument, kubeadm: SemVer): void {
  if (cluster.kubernetesVersion !== undefined) checkOldestVersion(kubeadm, parseVersion(cluster.kubernetesVersion));
  checkNetworking(cluster.networking);
  if (cluster.controlPlaneEndpoint !== undefined && cluster.controlPlaneEndpoint !== '')
    checkEndpoint(cluster.controlPlaneEndpoint, 'controlPlaneEndpoint', true);
  for (const name of cluster.apiServer?.certSANs ?? []) need(isHost(name.toLowerCase().replace(/^\*\./, '')), 'apiServer.certSANs', 'altname is neither an IP address nor a DNS name');
  checkAbsolute(cluster.certificatesDir, 'certificatesDir');
  for (const name of Object.keys(cluster.featureGates ?? {})) {
    const [first, last] = featureGates[name] ?? [Infinity, 0];
    need(first <= kubeadm.minor && kubeadm.minor <= last, 'featureGates', `${name} is not a valid feature name`);
  }
  if (cluster.encryptionAlgorithm !== undefined && cluster.encryptionAlgorithm !== '')
    need(algorithms.includes(cluster.encryptionAlgorithm), 'encryptionAlgorithm', `must be one of ${algorithms.join(' ')}`);
  for (const component of ['apiServer', 'controllerManager', 'scheduler'] as const) {
    checkArguments(cluster[component]?.extraArgs, `${component}.extraArgs`);
    checkEnvironment(cluster[component]?.extraEnvs, component, kubeadm);
  }
  checkEnvironment(cluster.etcd?.local?.extraEnvs, 'etcd.local', kubeadm);
  checkEtcd(cluster.etcd);
}

export function validateInit(init: InitDocument): void {
  init.bootstrapTokens?.forEach((token, index) => { checkToken(token, `bootstrapTokens.${String(index)}`); });
  checkNode(init.nodeRegistration);
  checkLocalEndpoint(init.localAPIEndpoint, 'localAPIEndpoint');
}

export function validateJoin(join: JoinDocument): void {
  checkNode(join.nodeRegistration);
  checkLocalEndpoint(join.controlPlane?.localAPIEndpoint, 'controlPlane.localAPIEndpoint');
  checkAbsolute(join.caCertPath, 'caCertPath');
  const { bootstrapToken, file, tlsBootstrapToken } = join.discovery;
  need(bootstrapToken !== undefined || file !== undefined, 'discovery', 'bootstrapToken or file must be set');
  need(bootstrapToken === undefined || file === undefined, 'discovery', 'bootstrapToken and file cannot both be set');
  if (tlsBootstrapToken !== undefined) need(tokenForm.test(tlsBootstrapToken), 'discovery.tlsBootstrapToken', 'the bootstrap token is invalid');
  if (bootstrapToken === undefined) return;
  const field = 'discovery.bootstrapToken';
  need(tokenForm.test(bootstrapToken.token), `${field}.token`, 'the bootstrap token is invalid');
  checkEndpoint(bootstrapToken.apiServerEndpoint ?? '', `${field}.apiServerEndpoint`, false);
  need(
    (bootstrapToken.caCertHashes ?? []).length > 0 || bootstrapToken.unsafeSkipCAVerification === true,
    `${field}.caCertHashes`, 'using token-based discovery without caCertHashes can be unsafe. Set unsafeSkipCAVerification as true in your kubeadm config file to continue',
  );
}

function checkToken(token: BootstrapToken, field: string): void {
  // A lifetime that is not given is 24 hours by the time that this is looked at, so an end is always one thing too many.
  need(token.expires === undefined || token.expires === null, field, 'the BootstrapToken .TTL and .Expires fields are mutually exclusive');
  const usages = token.usages ?? ['signing', 'authentication'];
  need(usages.every((usage) => ['signing', 'authentication'].includes(usage)), `${field}.usages`, 'valid usage options: signing,authentication');
  need(usages.includes('authentication') || token.groups?.length === 0, `${field}.groups`, 'token groups cannot be specified unless --usages includes "authentication"');
  for (const group of token.groups ?? []) need(tokenGroup.test(group), `${field}.groups`, 'bootstrap group is invalid');
}

function checkNode(node: NodeRegistration | undefined): void {
  if (node?.name !== undefined && node.name !== '') need(dnsName.test(node.name.toLowerCase()), 'nodeRegistration.name', 'no lowercase RFC 1123 subdomain');
  checkArguments(node?.kubeletExtraArgs, 'nodeRegistration.kubeletExtraArgs');
}

function checkNetworking(networking: ClusterDocument['networking']): void {
  const { serviceSubnet, podSubnet, dnsDomain } = networking ?? {};
  if (dnsDomain !== undefined && dnsDomain !== '') need(dnsName.test(dnsDomain), 'networking.dnsDomain', 'no lowercase RFC 1123 subdomain');
  checkSubnets(serviceSubnet, 'networking.serviceSubnet', LEAST_SERVICE_ADDRESSES);
  checkSubnets(podSubnet, 'networking.podSubnet', 1);
}

function checkSubnets(text: string | undefined, field: string, least: number): void {
  if (text === undefined || text === '') return;
  const subnets = text.split(',').map((cidr) => {
    if (!ipaddr.isValidCIDR(cidr)) refuse(field, "couldn't parse subnet");
    const [address, prefix] = ipaddr.parseCIDR(cidr);
    const size = 2 ** (address.toByteArray().length * 8 - prefix);
    need(size >= least, field, `subnet with ${String(size)} address(es) is too small, the minimum is ${String(least)}`);
    return address.kind();
  });
  const isDual = subnets.length === 2 && subnets[0] !== subnets[1];
  need(subnets.length === 1 || isDual, field, 'expected one (IPv4 or IPv6) CIDR or two CIDRs from each family for dual-stack networking');
}

function checkEtcd(etcd: ClusterDocument['etcd']): void {
  const { local, external } = etcd ?? {};
  need(local === undefined || external === undefined, 'etcd', '.Etcd.Local and .Etcd.External are mutually exclusive');
  if (external !== undefined) need(external.endpoints.length > 0, 'etcd.external.endpoints', 'at least one endpoint must be specified');
  checkArguments(local?.extraArgs, 'etcd.local.extraArgs');
}

const isHost = (text: string): boolean => dnsName.test(text) || ipaddr.isValid(text);

/** `host:port`, or only a host where a port may be missing. */
function checkEndpoint(text: string, field: string, portMayMiss: boolean): void {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|(.*?))(?::(\d+))?$/.exec(text) ?? [];
  need(portMayMiss || port !== undefined, field, 'missing port in address');
  need(isHost(bracketed ?? plain ?? ''), field, 'the host must be a valid IP address or a valid RFC-1123 DNS subdomain');
  if (port !== undefined) checkPort(Number(port), field);
}

function checkLocalEndpoint(endpoint: InitDocument['localAPIEndpoint'], field: string): void {
  const { advertiseAddress, bindPort } = endpoint ?? {};
  if (advertiseAddress !== undefined && advertiseAddress !== '') need(ipaddr.isValid(advertiseAddress), `${field}.advertiseAddress`, 'must be ipv4 or ipv6 address');
  if (bindPort !== undefined && bindPort !== 0) checkPort(bindPort, `${field}.bindPort`);
}

const checkPort = (port: number, field: string): void => { need(port >= 1 && port <= 65_535, field, 'port number is not valid'); };

const checkAbsolute = (path: string | undefined, field: string): void => {
  need(path === undefined || path === '' || path.startsWith('/'), field, 'path is not absolute');
};

const checkArguments = (args: readonly { readonly name: string }[] | undefined, field: string): void => {
  need((args ?? []).every(({ name }) => name !== ''), field, 'argument has no name');
};

type Environment = NonNullable<ClusterDocument['scheduler']>['extraEnvs'];

/** The core API's EnvVar, which the documents carry, has grown. */
function checkEnvironment(environment: Environment, component: string, kubeadm: SemVer): void {
  const isNew = environment?.some(({ valueFrom }) => valueFrom?.fileKeyRef !== undefined) === true;
  if (isNew && kubeadm.minor < FIRST_MINOR_WITH_FILE_KEYS)
    throw new KubeadmConfigError(`strict decoding error: unknown field "${component}.extraEnvs.valueFrom.fileKeyRef"`);
}
