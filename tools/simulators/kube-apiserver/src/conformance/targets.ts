import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the real parts
import { startControlPlane } from '@handoff/real-parts';
import type { ApiObject } from '../machinery/object.js';
import { kubeconfigFor } from '../server/kubeconfig.js';
import { startKubeApiServer } from '../server/server.js';
import { testAuthority } from '../testing/certificates.js';
import { dig } from '../testing/http.js';
import type { Target } from '../testing/http.js';

/** A server that claims to be a Kubernetes API, while it runs. */
export interface RunningTarget extends AsyncDisposable {
  readonly target: Target;
  /** An administrator's, with a certificate. */
  readonly kubeconfig: string;
  /** Forgets the past. */
  compact(): Promise<void>;
}

const ADMINISTRATOR = 'conformance-admin';
const ADMIN = 'conformance-admin-token';
export const USER = 'conformance-user-token';
const tokens = [{ token: ADMIN, user: 'admin', groups: ['system:masters'] }, { token: USER, user: 'alice', groups: ['developers'] }];

/** The server of this package. */
export async function ours(): Promise<RunningTarget> {
  const authority = await testAuthority();
  const { ca } = authority;
  const podLogs = (pod: ApiObject): string => `hello from ${pod.metadata.name}\n`;
  const server = await startKubeApiServer({ tls: await authority.server(), clientCa: ca, tokens, podLogs });
  const certificate = await authority.client(ADMINISTRATOR, ['system:masters']);
  return {
    target: { url: server.url, ca, adminToken: ADMIN }, kubeconfig: kubeconfigFor({ server: server.url, ca, certificate }),
    compact: async () => { server.store.compact(); },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Admission that would wait for controllers which run on neither server: default accounts of Pods, protection of volumes in use. */
const WITHOUT = ['ServiceAccount', 'StorageObjectInUseProtection'];

/** What the simulator plays beside what a management cluster needs. */
const CONTROLLERS = ['disruption-controller', 'clusterrole-aggregation-controller'];

/** etcd, kube-apiserver and kube-controller-manager. */
export async function real(): Promise<RunningTarget> {
  const folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const plane = stack.use(await startControlPlane({
    folder, tokens, bootstrapTokens: true, controllers: CONTROLLERS, withoutAdmission: WITHOUT, withoutCache: ['limitranges'],
  }));
  const kubeconfig = await readFile(await plane.credentials.kubeconfigFor(ADMINISTRATOR, ['system:masters']), 'utf8');
  const owned = stack.move();
  return {
    target: { url: plane.url, ca: plane.credentials.caPem, adminToken: ADMIN }, kubeconfig,
    compact: () => compactEtcd(plane.etcdPort),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** As kube-apiserver does by itself every five minutes. */
async function compactEtcd(port: number): Promise<void> {
  const call = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${String(port)}/v3/kv/${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`etcd answers ${path} with ${String(response.status)}`);
    return response.json();
  };
  // Any read tells the revision of now.
  const revision = dig(await call('range', { key: Buffer.from('none').toString('base64') }), 'header', 'revision');
  await call('compaction', { revision, physical: true });
}
