import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { credentials } from './credentials.js';
import type { Credentials, KnownToken } from './credentials.js';
import { install } from './install.js';
import { answersHttps, freePort, LOOPBACK } from './network.js';
import { PartProcess } from './part-process.js';

export interface ControlPlaneOptions {
  /** etcd's data, certificates, kubeconfigs and logs: a folder of one's own. */
  readonly folder: string;
  /** True: every request is noted (who, verb, resource, outcome; no bodies) in `auditPath`. */
  readonly audit?: boolean;
  /** Bearer tokens that are known from the start, beside the certificates. */
  readonly tokens?: readonly KnownToken[];
  /** True: Secrets of type bootstrap.kubernetes.io/token vouch for who joins, as under kubeadm. */
  readonly bootstrapTokens?: boolean;
  /** Controllers to run beside those that a management cluster needs, by kube-controller-manager's names. */
  readonly controllers?: readonly string[];
  /** Admission plugins of kube-apiserver to leave out: those that wait for controllers that do not run. */
  readonly withoutAdmission?: readonly string[];
  /** Resources that kube-apiserver reads from etcd every time, and watches there. */
  readonly withoutCache?: readonly string[];
}

/** A Kubernetes control plane of loopback processes: etcd, kube-apiserver, and the controllers that a management cluster needs. */
export interface ControlPlane extends AsyncDisposable {
  readonly url: string;
  /** The administrator's. */
  readonly kubeconfigPath: string;
  /** Writes a kubeconfig for somebody, who is known by a certificate. @returns its path */
  kubeconfigFor(user: string, groups?: readonly string[]): Promise<string>;
  /** One JSON object a line, of the kind Event of audit.k8s.io/v1; absent unless asked for. */
  readonly auditPath: string | undefined;
  readonly etcd: PartProcess;
  readonly apiServer: PartProcess;
  readonly controllerManager: PartProcess;
  readonly etcdPort: number;
  readonly etcdMetricsUrl: string;
  readonly credentials: Credentials;
}

/** What looks after objects in a management cluster: owners that are gone, namespaces, service accounts and their Secrets. */
const CONTROLLERS = ['garbage-collector-controller', 'namespace-controller', 'serviceaccount-controller', 'serviceaccount-token-controller'];
/** The identity of audit events, once per request, and nothing of what was sent. */
const AUDIT_POLICY = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', omitStages: ['RequestReceived'], rules: [{ level: 'Metadata' }] };

/** Starts all three. @throws PartUnavailable, PartFailed */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { folder, audit = false, controllers = [] } = options;
  await using stack = new AsyncDisposableStack();
  await mkdir(folder, { recursive: true });
  const port = await freePort();
  const url = `https://${LOOPBACK}:${String(port)}`;
  const keys = await credentials(folder, url);
  const etcd = await startEtcd(folder);
  stack.use(etcd.process);
  const auditPath = audit ? join(folder, 'audit.log') : undefined;
  const apiServer = stack.use(await startApiServer({ ...options, port, etcdUrl: etcd.url, keys, auditPath }));
  const controllerManager = stack.use(await startControllerManager(folder, keys, [...CONTROLLERS, ...controllers]));
  const kubeconfigPath = await keys.kubeconfigFor('admin', ['system:masters']);
  const owned = stack.move();
  return {
    url, kubeconfigPath, auditPath, credentials: keys, etcd: etcd.process, apiServer, controllerManager,
    etcdPort: etcd.port, etcdMetricsUrl: `${etcd.url}/metrics`,
    kubeconfigFor: (user, groups) => keys.kubeconfigFor(user, groups),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startEtcd(folder: string): Promise<{ readonly url: string; readonly port: number; readonly process: PartProcess }> {
  const { path } = await install('etcd');
  const [port, peerPort] = [await freePort(), await freePort()];
  const [url, peer] = [`http://${LOOPBACK}:${String(port)}`, `http://${LOOPBACK}:${String(peerPort)}`];
  const process = await PartProcess.start({
    name: 'etcd', command: path, logPath: join(folder, 'etcd.log'), ready: () => healthy(url),
    args: [
      '--name=handoff', `--data-dir=${join(folder, 'etcd')}`, '--unsafe-no-fsync', '--log-level=warn', `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`, `--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=handoff=${peer}`,
    ],
  });
  return { url, port, process };
}

const healthy = (url: string): Promise<boolean> => fetch(`${url}/health`).then(async (response) => (await response.text()).includes('true'));

interface ApiServerOptions extends ControlPlaneOptions {
  readonly port: number;
  readonly etcdUrl: string;
  readonly keys: Credentials;
  readonly auditPath: string | undefined;
}

async function startApiServer(options: ApiServerOptions): Promise<PartProcess> {
  const { folder, port, etcdUrl, keys, auditPath } = options;
  const { path } = await install('kube-apiserver');
  return PartProcess.start({
    name: 'kube-apiserver', command: path, logPath: join(folder, 'kube-apiserver.log'), ready: () => answersHttps(port, '/readyz'), patienceMs: 120_000,
    args: [
      `--etcd-servers=${etcdUrl}`, `--bind-address=${LOOPBACK}`, `--advertise-address=${LOOPBACK}`, '--endpoint-reconciler-type=none',
      `--secure-port=${String(port)}`, '--service-cluster-ip-range=10.96.0.0/16', `--cert-dir=${join(folder, 'generated')}`,
      `--tls-cert-file=${keys.serverCertificatePath}`, `--tls-private-key-file=${keys.serverKeyPath}`, `--client-ca-file=${keys.caPath}`,
      '--authorization-mode=RBAC', '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${keys.serviceAccountPublicKeyPath}`, `--service-account-signing-key-file=${keys.serviceAccountKeyPath}`,
      '--allow-privileged=true', '--profiling=false', ...(auditPath === undefined ? [] : await auditFlags(folder, auditPath)),
      ...await accessFlags(options),
    ],
  });
}

async function accessFlags(options: ApiServerOptions): Promise<string[]> {
  const { keys, tokens = [], bootstrapTokens = false, withoutAdmission = [], withoutCache = [] } = options;
  return [
    ...(tokens.length === 0 ? [] : [`--token-auth-file=${await keys.tokenFile(tokens)}`]),
    `--enable-bootstrap-token-auth=${String(bootstrapTokens)}`,
    ...(withoutCache.length === 0 ? [] : [`--watch-cache-sizes=${withoutCache.map((resource) => `${resource}#0`).join(',')}`]),
    ...(withoutAdmission.length === 0 ? [] : [`--disable-admission-plugins=${withoutAdmission.join(',')}`]),
  ];
}

async function auditFlags(folder: string, auditPath: string): Promise<string[]> {
  const policy = join(folder, 'audit-policy.json');
  await writeFile(policy, JSON.stringify(AUDIT_POLICY));
  return [`--audit-policy-file=${policy}`, `--audit-log-path=${auditPath}`, '--audit-log-format=json', '--audit-log-mode=blocking'];
}

async function startControllerManager(folder: string, keys: Credentials, controllers: readonly string[]): Promise<PartProcess> {
  const { path } = await install('kube-controller-manager');
  const port = await freePort();
  const kubeconfig = await keys.kubeconfigFor('kube-controller-manager', ['system:masters']);
  return PartProcess.start({
    name: 'kube-controller-manager', command: path, logPath: join(folder, 'kube-controller-manager.log'), ready: () => answersHttps(port, '/healthz'),
    args: [
      `--kubeconfig=${kubeconfig}`, `--bind-address=${LOOPBACK}`, `--secure-port=${String(port)}`, `--cert-dir=${join(folder, 'generated')}`,
      '--leader-elect=false', `--controllers=${controllers.join(',')}`, `--service-account-private-key-file=${keys.serviceAccountKeyPath}`,
      `--root-ca-file=${keys.caPath}`, '--kube-api-qps=200', '--kube-api-burst=400', '--profiling=false',
    ],
  });
}
