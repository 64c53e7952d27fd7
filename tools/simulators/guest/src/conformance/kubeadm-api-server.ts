import { spawn } from 'node:child_process';
import { request } from 'node:https';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ClusterCertificates } from '@handoff/pki';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the real parts
import { freePort, install, PartProcess } from '@handoff/real-parts';
import { KubeadmPki } from './kubeadm-pki.js';

const LOOPBACK = '127.0.0.1';

export interface ApiServer extends AsyncDisposable {
  readonly url: string;
  /** Runs the real kubectl. @throws Error with what it said */
  kubectl(kubeconfig: string, ...args: readonly string[]): Promise<string>;
  /** The same with something on its standard input. */
  kubectlWith(input: string, kubeconfig: string, ...args: readonly string[]): Promise<string>;
}

/** etcd and kube-apiserver on exactly the files that `kubeadm init phase certs all` leaves, each of them where its static pod has it. */
export async function startOnKubeadmPki(folder: string, made: ClusterCertificates): Promise<ApiServer> {
  await using stack = new AsyncDisposableStack();
  const port = await freePort();
  const pki = await KubeadmPki.in(folder, { made, algorithm: 'RSA-2048', endpoint: `${LOOPBACK}:${String(port)}` });
  await pki.kubeadm('certs', 'all');
  const etcdPort = await freePort();
  stack.use(await startEtcd(pki, etcdPort));
  stack.use(await startApiServer(pki, port, etcdPort));
  const owned = stack.move();
  const kubectlWith: ApiServer['kubectlWith'] = (input, kubeconfig, ...args) => runKubectl(folder, input, kubeconfig, args);
  return {
    url: `https://${LOOPBACK}:${String(port)}`,
    kubectlWith,
    kubectl: (kubeconfig, ...args) => kubectlWith('', kubeconfig, ...args),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startEtcd(pki: KubeadmPki, port: number): Promise<PartProcess> {
  const { path } = await install('etcd');
  const [url, peer] = [`https://${LOOPBACK}:${String(port)}`, `https://${LOOPBACK}:${String(await freePort())}`];
  const client = { certificate: 'apiserver-etcd-client', ca: 'etcd/ca.crt' };
  return PartProcess.start({
    name: 'etcd', command: path, logPath: join(pki.folder, 'etcd.log'),
    ready: () => answers(pki, port, '/health', client),
    args: [
      '--name=node-0', `--data-dir=${join(pki.folder, 'etcd')}`, '--unsafe-no-fsync', '--log-level=warn', '--client-cert-auth=true', '--peer-client-cert-auth=true',
      `--cert-file=${pki.path('etcd/server.crt')}`, `--key-file=${pki.path('etcd/server.key')}`, `--trusted-ca-file=${pki.path('etcd/ca.crt')}`,
      `--peer-cert-file=${pki.path('etcd/peer.crt')}`, `--peer-key-file=${pki.path('etcd/peer.key')}`, `--peer-trusted-ca-file=${pki.path('etcd/ca.crt')}`,
      `--listen-client-urls=${url}`, `--advertise-client-urls=${url}`, `--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=node-0=${peer}`,
    ],
  });
}

async function startApiServer(pki: KubeadmPki, port: number, etcdPort: number): Promise<PartProcess> {
  const { path } = await install('kube-apiserver');
  const file = (flag: string, name: string): string => `--${flag}=${pki.path(name)}`;
  return PartProcess.start({
    name: 'kube-apiserver', command: path, logPath: join(pki.folder, 'kube-apiserver.log'), patienceMs: 120_000,
    ready: () => answers(pki, port, '/readyz', { certificate: 'apiserver-kubelet-client', ca: 'ca.crt' }),
    args: [
      `--etcd-servers=https://${LOOPBACK}:${String(etcdPort)}`, file('etcd-cafile', 'etcd/ca.crt'),
      file('etcd-certfile', 'apiserver-etcd-client.crt'), file('etcd-keyfile', 'apiserver-etcd-client.key'),
      `--bind-address=${LOOPBACK}`, `--advertise-address=${LOOPBACK}`, '--endpoint-reconciler-type=none', `--secure-port=${String(port)}`,
      '--service-cluster-ip-range=10.96.0.0/16', '--authorization-mode=Node,RBAC', '--allow-privileged=true', '--profiling=false',
      file('tls-cert-file', 'apiserver.crt'), file('tls-private-key-file', 'apiserver.key'), file('client-ca-file', 'ca.crt'),
      file('kubelet-client-certificate', 'apiserver-kubelet-client.crt'), file('kubelet-client-key', 'apiserver-kubelet-client.key'),
      file('proxy-client-cert-file', 'front-proxy-client.crt'), file('proxy-client-key-file', 'front-proxy-client.key'),
      file('requestheader-client-ca-file', 'front-proxy-ca.crt'), '--requestheader-allowed-names=front-proxy-client',
      '--requestheader-username-headers=X-Remote-User', '--requestheader-group-headers=X-Remote-Group', '--requestheader-extra-headers-prefix=X-Remote-Extra-',
      '--service-account-issuer=https://kubernetes.default.svc', file('service-account-key-file', 'sa.pub'), file('service-account-signing-key-file', 'sa.key'),
    ],
  });
}

/** Who asks, and whom it trusts. */
interface Trust {
  readonly certificate: string;
  readonly ca: string;
}

/** Whether a server that our authority vouches for answers with 200 to one of kubeadm's clients. */
async function answers(pki: KubeadmPki, port: number, path: string, by: Trust): Promise<boolean> {
  const [cert, key, ca] = await Promise.all([pki.text(`${by.certificate}.crt`), pki.text(`${by.certificate}.key`), pki.text(by.ca)]);
  return new Promise((resolve) => {
    const asked = request({ host: LOOPBACK, port, path, cert, key, ca, timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    asked.once('error', () => { resolve(false); });
    asked.once('timeout', () => { asked.destroy(); });
    asked.end();
  });
}

/** In a home of its own: kubectl keeps a cache there. */
async function runKubectl(folder: string, input: string, kubeconfig: string, args: readonly string[]): Promise<string> {
  const { path } = await install('kubectl');
  const home = await mkdtemp(join(folder, 'kubectl-'));
  await writeFile(join(home, 'kubeconfig'), kubeconfig, { mode: 0o600 });
  const env = { ...process.env, HOME: home };
  const child = spawn(path, ['--kubeconfig', join(home, 'kubeconfig'), ...args], { env });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (await ended !== 0) throw new Error(`kubectl ${args.slice(0, 2).join(' ')}: ${said}`);
  return out;
}
