import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ClusterCertificates, KeyAlgorithm } from '@handoff/pki';
// eslint-disable-next-line @nx/enforce-module-boundaries -- only specs use this file, and nothing that ships depends on the real parts
import { install } from '@handoff/real-parts';

const run = promisify(execFile);

/** Where kubeadm looks for what a cluster shares: certificate, then key. */
const FILES = { ca: ['ca.crt', 'ca.key'], etcd: ['etcd/ca.crt', 'etcd/ca.key'], proxy: ['front-proxy-ca.crt', 'front-proxy-ca.key'], sa: ['sa.pub', 'sa.key'] } as const;

/** Of the host: kubeadm does not take one of loopback. */
const ADDRESS = '192.0.2.10';

export interface PkiOptions {
  /** What lies there before kubeadm looks; nothing when absent. */
  readonly made?: ClusterCertificates;
  readonly algorithm: KeyAlgorithm;
  /** `host:port` of the cluster. */
  readonly endpoint: string;
}

/** A host's certificate folder, and the real kubeadm to work on it. */
export class KubeadmPki {
  private constructor(readonly folder: string, private readonly command: string, private readonly configuration: string) {}

  /** @throws PartUnavailable */
  static async in(folder: string, { made, algorithm, endpoint }: PkiOptions): Promise<KubeadmPki> {
    const { path } = await install('kubeadm');
    const pki = join(folder, 'pki');
    for (const purpose of ['ca', 'etcd', 'proxy', 'sa'] as const) {
      const [certificate, key] = FILES[purpose];
      await mkdir(dirname(join(pki, certificate)), { recursive: true, mode: 0o700 });
      if (made === undefined) continue;
      await writeFile(join(pki, certificate), made[purpose]['tls.crt']);
      await writeFile(join(pki, key), made[purpose]['tls.key'], { mode: 0o600 });
    }
    const group = 'kubeadm.k8s.io/v1beta4';
    const init = { apiVersion: group, kind: 'InitConfiguration', localAPIEndpoint: { advertiseAddress: ADDRESS }, nodeRegistration: { name: 'node-0', criSocket: 'unix:///run/x.sock' } };
    const cluster = {
      apiVersion: group, kind: 'ClusterConfiguration', kubernetesVersion: 'v1.36.0', controlPlaneEndpoint: endpoint,
      encryptionAlgorithm: algorithm, certificatesDir: pki, apiServer: { certSANs: ['127.0.0.1'] },
    };
    const configuration = join(folder, 'kubeadm.yaml');
    await writeFile(configuration, [init, cluster].map((document) => `---\n${JSON.stringify(document)}\n`).join(''));
    return new KubeadmPki(folder, path, configuration);
  }

  path(name: string): string {
    return join(this.folder, 'pki', name);
  }

  text(name: string): Promise<string> {
    return readFile(this.path(name), 'utf8');
  }

  /** Runs `kubeadm init phase …`. @returns what it said */
  async kubeadm(...phase: readonly string[]): Promise<string> {
    return (await run(this.command, ['init', 'phase', ...phase, '--config', this.configuration])).stdout;
  }
}
