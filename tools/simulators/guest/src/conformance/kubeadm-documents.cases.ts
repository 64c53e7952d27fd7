/** A file for kubeadm, and whether kubeadm takes it. */
export interface KubeadmCase {
  readonly name: string;
  readonly documents: string;
  readonly accepted: boolean;
  /** The minor version of Kubernetes that is deployed; 36 when absent. */
  readonly minor?: number;
}

type Fields = Readonly<Record<string, unknown>>;

const GROUP = 'kubeadm.k8s.io';
const V4 = `${GROUP}/v1beta4`;
const PIN = `sha256:${'a'.repeat(64)}`;
const TOKEN = 'abcdef.0123456789abcdef';
const byToken = { token: TOKEN, apiServerEndpoint: '192.0.2.1:6443', caCertHashes: [PIN] };

const text = (...documents: readonly unknown[]): string => documents.map((document) => `---\n${JSON.stringify(document)}\n`).join('');
const cluster = (fields: Fields = {}, apiVersion = V4): Fields => ({ apiVersion, kind: 'ClusterConfiguration', kubernetesVersion: 'v1.36.1', ...fields });
const init = (fields: Fields = {}, apiVersion = V4): string => text({ apiVersion, kind: 'InitConfiguration', ...fields }, cluster({}, apiVersion));
const join = (fields: Fields = {}, apiVersion = V4): string => text({ apiVersion, kind: 'JoinConfiguration', discovery: { bootstrapToken: byToken }, ...fields });
const joinBy = (bootstrapToken: Fields): string => join({ discovery: { bootstrapToken: { ...byToken, ...bootstrapToken } } });

const good = (name: string, documents: string, minor = 36): KubeadmCase => ({ name, documents, minor, accepted: true });
const bad = (name: string, documents: string, minor = 36): KubeadmCase => ({ name, documents, minor, accepted: false });

const shapes: readonly KubeadmCase[] = [
  good('init and cluster configuration', init()),
  good('a cluster configuration alone', text(cluster())),
  good('a join configuration', join()),
  good('a join of the control plane', join({ controlPlane: {} })),
  good('documents in v1beta3, with a warning', init({}, `${GROUP}/v1beta3`)),
  bad('documents in v1beta2', init({}, `${GROUP}/v1beta2`)),
  bad('documents in a version to come', init({}, `${GROUP}/v1beta9`)),
  bad('an unknown kind', text({ apiVersion: V4, kind: 'InitConfig' }, cluster())),
  bad('an unknown group', text({ apiVersion: 'example.test/v1', kind: 'InitConfiguration' }, cluster())),
  bad('a document without kind', text({ apiVersion: V4 }, cluster())),
  good('an empty file', ''), // who wants to init or join with it is told so later
  bad('the same kind twice', text(cluster(), cluster())),
  good('init and join at once: the join is left alone', `${init()}${join()}`),
  bad('what is no YAML', 'a: [b\n'),
  bad('the same key twice', `apiVersion: ${V4}\nkind: ClusterConfiguration\nkubernetesVersion: v1.36.1\nclusterName: a\nclusterName: b\n`),
  bad('an unknown field', text(cluster({ netwroking: {} }))),
  bad('an unknown field further in', text(cluster({ networking: { podSubnets: '10.0.0.0/8' } }))),
  bad('a field in another case', text(cluster({ ClusterName: 'x' }))),
  bad('a number for text', text(cluster({ clusterName: 5 }))),
  bad('text for a boolean', text(cluster({ featureGates: { RootlessControlPlane: 'true' } }))),
  bad('text for a number', init({ localAPIEndpoint: { bindPort: '6443' } })),
  bad('text for a list', init({ skipPhases: 'preflight' })),
  bad('extraArgs as a map', text(cluster({ apiServer: { extraArgs: { v: '4' } } }))),
  bad('a number as the value of a flag', text(cluster({ apiServer: { extraArgs: [{ name: 'v', value: 4 }] } }))),
  good('extraArgs as a map in v1beta3', text(cluster({ apiServer: { extraArgs: { v: '4' } } }, `${GROUP}/v1beta3`))),
  bad('extraArgs as a list in v1beta3', text(cluster({ apiServer: { extraArgs: [{ name: 'v', value: '4' }] } }, `${GROUP}/v1beta3`))),
  bad('timeouts in v1beta3', init({ timeouts: { discovery: '1m' } }, `${GROUP}/v1beta3`)),
  good('null for a part', text(cluster({ networking: null }))),
];

const versions: readonly KubeadmCase[] = [
  good('the version before', text(cluster({ kubernetesVersion: 'v1.35.0' }))),
  bad('the version before that', text(cluster({ kubernetesVersion: 'v1.34.9' }))),
  bad('an old version', text(cluster({ kubernetesVersion: 'v1.33.1' }))),
  good('a later patch', text(cluster({ kubernetesVersion: 'v1.36.99' }))),
  good('a version without its v', text(cluster({ kubernetesVersion: '1.36.1' }))),
  bad('a version without patch', text(cluster({ kubernetesVersion: 'v1.36' }))),
  bad('no version at all', text(cluster({ kubernetesVersion: 'newest' }))),
  good('1.34 by its kubeadm', text(cluster({ kubernetesVersion: 'v1.34.1' })), 34),
  bad('1.32 by the kubeadm of 1.34', text(cluster({ kubernetesVersion: 'v1.32.1' })), 34),
  bad('environment from a file, for a kubeadm that knows none', text(cluster({
    kubernetesVersion: 'v1.32.1', scheduler: { extraEnvs: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'p', key: 'k' } } }] },
  })), 32),
];

const tokens: readonly KubeadmCase[] = [
  good('a token that never ends', init({ bootstrapTokens: [{ token: TOKEN, ttl: '0s' }] })),
  bad('a token of another form', init({ bootstrapTokens: [{ token: 'short' }] })),
  bad('a token in capitals', init({ bootstrapTokens: [{ token: TOKEN.toUpperCase() }] })),
  bad('a lifetime that is a number', init({ bootstrapTokens: [{ token: TOKEN, ttl: 5 }] })),
  bad('a lifetime that is no duration', init({ bootstrapTokens: [{ token: TOKEN, ttl: '5 minutes' }] })),
  bad('a lifetime in days', init({ bootstrapTokens: [{ token: TOKEN, ttl: '1d' }] })),
  bad('an end', init({ bootstrapTokens: [{ token: TOKEN, expires: '2030-01-01T00:00:00Z' }] })),
  bad('a use that there is not', init({ bootstrapTokens: [{ token: TOKEN, usages: ['everything'] }] })),
  bad('a group outside of bootstrappers', init({ bootstrapTokens: [{ token: TOKEN, groups: ['system:masters'] }] })),
];

const values: readonly KubeadmCase[] = [
  good('durations in all units', init({ timeouts: { discovery: '1h2m3.5s', tlsBootstrap: '100ms' } })),
  bad('a duration without unit', init({ timeouts: { discovery: '5' } })),
  bad('a subnet that is none', text(cluster({ networking: { podSubnet: 'nope' } }))),
  good('subnets of both families', text(cluster({ networking: { podSubnet: '10.0.0.0/16,2001:db8::/56', serviceSubnet: '10.96.0.0/16,2001:db8:1::/108' } }))),
  bad('three subnets', text(cluster({ networking: { podSubnet: '10.0.0.0/16,2001:db8::/56,10.1.0.0/16' } }))),
  bad('a service subnet without room', text(cluster({ networking: { serviceSubnet: '10.96.0.0/31' } }))),
  bad('a DNS domain that is none', text(cluster({ networking: { dnsDomain: 'not_a_domain' } }))),
  bad('an algorithm that there is not', text(cluster({ encryptionAlgorithm: 'DSA' }))),
  bad('a feature gate that there is not', text(cluster({ featureGates: { Nope: true } }))),
  bad('a relative folder of certificates', text(cluster({ certificatesDir: 'pki' }))),
  bad('an endpoint with a port out of range', text(cluster({ controlPlaneEndpoint: '192.0.2.1:99999' }))),
  bad('an endpoint that is a URL', text(cluster({ controlPlaneEndpoint: 'https://192.0.2.1:6443' }))),
  bad('a name for the certificate that is none', text(cluster({ apiServer: { certSANs: ['not a name'] } }))),
  bad('etcd of both sorts', text(cluster({ etcd: { local: { dataDir: '/x' }, external: { endpoints: ['https://192.0.2.5:2379'], caFile: '/a', certFile: '/b', keyFile: '/c' } } }))),
  bad('an external etcd without endpoints', text(cluster({ etcd: { external: { endpoints: [], caFile: '/a', certFile: '/b', keyFile: '/c' } } }))),
  bad('a flag without a name', text(cluster({ scheduler: { extraArgs: [{ name: '', value: 'x' }] } }))),
  bad('an address that is none', init({ localAPIEndpoint: { advertiseAddress: 'here' } })),
  bad('a port out of range', init({ localAPIEndpoint: { bindPort: 70000 } })),
  bad('a node name that is none', init({ nodeRegistration: { name: 'Not_A_Name' } })),
  good('a taint without value', init({ nodeRegistration: { taints: [{ key: 'a', effect: 'NoSchedule' }] } })),
  good('taints that are none', init({ nodeRegistration: { taints: [] } })),
];

const discoveries: readonly KubeadmCase[] = [
  bad('no discovery', text({ apiVersion: V4, kind: 'JoinConfiguration' })),
  bad('discovery by nothing', join({ discovery: {} })),
  bad('discovery in both ways', join({ discovery: { bootstrapToken: byToken, file: { kubeConfigPath: '/x' } } })),
  bad('a discovery token of another form', joinBy({ token: 'short' })),
  bad('no endpoint', joinBy({ apiServerEndpoint: '' })),
  bad('an endpoint without port', joinBy({ apiServerEndpoint: '192.0.2.1' })),
  bad('no pin', joinBy({ caCertHashes: [] })),
  good('no pin, knowingly', joinBy({ caCertHashes: [], unsafeSkipCAVerification: true })),
  good('a pin of another sort: it is looked at when the CA is there', joinBy({ caCertHashes: ['md5:aa'] })),
  good('a pin of another length, for the same reason', joinBy({ caCertHashes: ['sha256:aa'] })),
  bad('a token for TLS of another form', join({ discovery: { bootstrapToken: byToken, tlsBootstrapToken: 'short' } })),
  bad('a relative path of the CA', join({ caCertPath: 'ca.crt' })),
];

export const kubeadmCases: Readonly<Record<string, readonly KubeadmCase[]>> = { shapes, versions, tokens, values, discoveries };
