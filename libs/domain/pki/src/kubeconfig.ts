import { parse, stringify } from 'yaml';
import { issue } from './authority.js';
import type { Authority } from './authority.js';
import { certificateInfo } from './certificate.js';
import { MalformedKubeconfigError } from './errors.js';
import type { KeyAlgorithm, PkiPorts } from './ports.js';

export interface Kubeconfig {
  readonly clusterName: string;
  /** `https://host:port` of the API server. */
  readonly server: string;
  readonly caPem: string;
  /** `<cluster>-admin` when absent. */
  readonly userName?: string;
  readonly clientCertificatePem: string;
  readonly clientKeyPem: string;
}

/** Writes a kubeconfig with user `<cluster>-admin` and context `<cluster>-admin@<cluster>`, as clusterctl and the autoscaler expect. */
export function kubeconfigYaml(config: Kubeconfig): string {
  const { clusterName, server } = config;
  const user = config.userName ?? `${clusterName}-admin`;
  const context = `${user}@${clusterName}`;
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: clusterName, cluster: { server, 'certificate-authority-data': base64(config.caPem) } }],
      contexts: [{ name: context, context: { cluster: clusterName, user } }],
      'current-context': context,
      preferences: {},
      users: [{ name: user, user: { 'client-certificate-data': base64(config.clientCertificatePem), 'client-key-data': base64(config.clientKeyPem) } }],
    },
    { lineWidth: 0 },
  );
}

/** Reads the current context of a kubeconfig whose certificates are inline. @throws MalformedKubeconfigError naming the field */
export function parseKubeconfig(yaml: string): Required<Kubeconfig> {
  const root = parseYaml(yaml);
  const contextName = text(root['current-context'], 'current-context');
  const context = named(root['contexts'], contextName, 'contexts', 'context');
  const clusterName = text(context['cluster'], `contexts[${contextName}].context.cluster`);
  const userName = text(context['user'], `contexts[${contextName}].context.user`);
  const cluster = named(root['clusters'], clusterName, 'clusters', 'cluster');
  const user = named(root['users'], userName, 'users', 'user');
  return {
    clusterName,
    userName,
    server: text(cluster['server'], `clusters[${clusterName}].cluster.server`),
    caPem: decoded(cluster, 'certificate-authority-data', `clusters[${clusterName}].cluster`),
    clientCertificatePem: decoded(user, 'client-certificate-data', `users[${userName}].user`),
    clientKeyPem: decoded(user, 'client-key-data', `users[${userName}].user`),
  };
}

/** Makes the administrator's kubeconfig: CN kubernetes-admin in system:masters, valid for a year. */
export async function adminKubeconfig(
  request: { readonly clusterName: string; readonly server: string; readonly algorithm?: KeyAlgorithm },
  authority: Authority,
  ports: PkiPorts,
): Promise<string> {
  const { clusterName, server, algorithm } = request;
  const subject = { commonName: 'kubernetes-admin', organizations: ['system:masters'], usage: 'client' } as const;
  const client = await issue(authority, algorithm === undefined ? subject : { ...subject, algorithm }, ports);
  return kubeconfigYaml({
    clusterName,
    server,
    caPem: authority.certificatePem,
    clientCertificatePem: client.certificatePem,
    clientKeyPem: client.keyPem,
  });
}

/** Half of the year for which an administrator's certificate is issued; upstream rotates at the same point. */
const rotateBefore = (365 / 2) * 86_400_000;

/** Whether a client certificate has less than half a year left at `now` (ms). @throws MalformedPemError */
export const needsRotation = (certificatePem: string, now: number): boolean =>
  certificateInfo(certificatePem).notAfter - now < rotateBefore;

type Fields = Readonly<Record<string, unknown>>;

function parseYaml(yaml: string): Fields {
  try {
    return fields(parse(yaml), 'document');
  } catch (cause) {
    if (cause instanceof MalformedKubeconfigError) throw cause;
    // The YAML error is not kept as the cause: it quotes the text around the fault, which may be a private key.
    throw new MalformedKubeconfigError('is not valid YAML');
  }
}

function fields(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new MalformedKubeconfigError(`has no object at ${path}`);
  return value as Fields;
}

function text(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') throw new MalformedKubeconfigError(`lacks ${path}`);
  return value;
}

function named(list: unknown, name: string, listPath: string, field: string): Fields {
  const entries = (Array.isArray(list) ? list : []).map((entry: unknown, index) => fields(entry, `${listPath}[${index}]`));
  const entry = entries.find((candidate) => candidate['name'] === name);
  if (entry === undefined) throw new MalformedKubeconfigError(`has no entry "${name}" in ${listPath}`);
  return fields(entry[field], `${listPath}[${name}].${field}`);
}

const decoded = (from: Fields, field: string, path: string): string =>
  Buffer.from(text(from[field], `${path}.${field}`), 'base64').toString('utf8');

const base64 = (pem: string): string => Buffer.from(pem, 'utf8').toString('base64');
