import type { FileDiscovery, KubeadmConfigSpec } from '@handoff/api';
import type { CertificateData } from '@handoff/pki';
import type { ResolvedFile } from './cloud-init/contents.js';
import { fields, section } from './documents/fields.js';
import { InvalidFieldError, MissingCertificateError } from './errors.js';
import type { JoinFacts } from './facts.js';
import { yamlText } from './yaml.js';

/** What every control-plane node of a cluster must hold alike. */
export interface NodeCertificates {
  readonly ca: CertificateData;
  readonly proxy: CertificateData;
  readonly sa: CertificateData;
  /** With an external etcd, only the certificate of its authority: its key is not ours to have. */
  readonly etcd: Pick<CertificateData, 'tls.crt'> & Partial<CertificateData>;
  /** The API server's client certificate for an external etcd. */
  readonly apiserverEtcdClient?: CertificateData;
}

export const kubeadmInitPath = '/run/kubeadm/kubeadm.yaml';
export const kubeadmJoinPath = '/run/kubeadm/kubeadm-join-config.yaml';

/** By the contract of bootstrap providers, this file appears when the node has been bootstrapped, whoever did it. */
export const sentinelPath = '/run/cluster-api/bootstrap-success.complete';

const rootFile = (path: string, content: string, permissions = '0640'): ResolvedFile => ({ path, owner: 'root:root', permissions, content });

export const kubeadmFile = (path: string, documents: string): ResolvedFile => rootFile(path, documents);

/** Makes the folder of the sentinel, on every operating system that cloud-init serves. */
export const placeholderFile = (): ResolvedFile =>
  rootFile('/run/cluster-api/placeholder', 'Keeps this folder in being for bootstrap-success.complete.\n');

/**
 * kubeadm takes the authorities and the service-account pair that it finds, and makes the rest from them. @throws MissingCertificateError
 */
export function certificateFiles(spec: KubeadmConfigSpec, certificates: NodeCertificates): readonly ResolvedFile[] {
  const folder = spec.clusterConfiguration?.certificatesDir ?? '/etc/kubernetes/pki';
  return [
    ...pair(`${folder}/ca.crt`, `${folder}/ca.key`, certificates.ca),
    ...etcdFiles(spec, folder, certificates),
    ...pair(`${folder}/front-proxy-ca.crt`, `${folder}/front-proxy-ca.key`, certificates.proxy),
    ...pair(`${folder}/sa.pub`, `${folder}/sa.key`, certificates.sa),
  ];
}

function etcdFiles(spec: KubeadmConfigSpec, folder: string, certificates: NodeCertificates): readonly ResolvedFile[] {
  const { etcd, apiserverEtcdClient: client } = certificates;
  const external = spec.clusterConfiguration?.etcd?.external;
  if (external !== undefined) {
    if (client === undefined) throw new MissingCertificateError('clusterConfiguration.etcd.external', 'apiserver-etcd-client');
    return [rootFile(external.caFile, etcd['tls.crt']), ...pair(external.certFile, external.keyFile, client)];
  }
  const { 'tls.crt': crt, 'tls.key': key } = etcd;
  if (key === undefined) throw new MissingCertificateError('clusterConfiguration.etcd', 'etcd');
  return pair(`${folder}/etcd/ca.crt`, `${folder}/etcd/ca.key`, { 'tls.crt': crt, 'tls.key': key });
}

const pair = (certificatePath: string, keyPath: string, data: CertificateData): readonly ResolvedFile[] => [
  rootFile(certificatePath, data['tls.crt']),
  rootFile(keyPath, data['tls.key'], '0600'),
];

/** The kubeconfig that `discovery.file.kubeConfig` describes; none when the user brings the file. */
export function discoveryFiles(spec: KubeadmConfigSpec, join: JoinFacts): readonly ResolvedFile[] {
  const file = spec.joinConfiguration?.discovery?.file;
  return file?.kubeConfig === undefined ? [] : [rootFile(file.kubeConfigPath, discoveryKubeconfig(file.kubeConfig, join))];
}

function discoveryKubeconfig(given: NonNullable<FileDiscovery['kubeConfig']>, join: JoinFacts): string {
  const { cluster = {}, user } = given;
  if ((user.exec === undefined) === (user.authProvider === undefined)) {
    throw new InvalidFieldError('joinConfiguration.discovery.file.kubeConfig.user', 'it needs one way to authenticate', 'set either exec or authProvider');
  }
  const caPem = join.caPem === undefined ? undefined : Buffer.from(join.caPem, 'utf8').toString('base64');
  return yamlText({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'default',
        cluster: fields({
          server: cluster.server ?? `https://${join.apiServerEndpoint}`,
          'certificate-authority-data': cluster.certificateAuthorityData ?? (cluster.insecureSkipTLSVerify === true ? undefined : caPem),
          'insecure-skip-tls-verify': cluster.insecureSkipTLSVerify,
          'tls-server-name': cluster.tlsServerName,
          'proxy-url': cluster.proxyURL,
        }),
      },
    ],
    contexts: [{ name: 'default', context: { cluster: 'default', user: 'default' } }],
    'current-context': 'default',
    users: [{ name: 'default', user: userFields(user) }],
  });
}

function userFields({ exec, authProvider }: NonNullable<FileDiscovery['kubeConfig']>['user']): unknown {
  return fields({
    exec:
      exec &&
      section({
        apiVersion: exec.apiVersion ?? 'client.authentication.k8s.io/v1',
        command: exec.command,
        args: exec.args,
        env: exec.env,
        provideClusterInfo: exec.provideClusterInfo,
        interactiveMode: 'Never', // cloud-init has no terminal, and v1 demands that the field be set
      }),
    'auth-provider': authProvider && fields({ name: authProvider.name, config: authProvider.config }),
  });
}
