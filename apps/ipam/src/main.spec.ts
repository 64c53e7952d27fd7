import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { customResourceDefinitions, InClusterIPPool, IPAddressClaim, Lease } from '@handoff/api';
import { inProcessTransport, KubeClient } from '@handoff/kube';
import { createAuthority, generateKeys, issue } from '@handoff/pki';
// eslint-disable-next-line @nx/enforce-module-boundaries -- nothing that ships depends on the simulator
import { kubeconfigFor, startKubeApiServer } from '@handoff/simulator-kube-apiserver';
import { systemClock, systemRandom } from '@handoff/time';

const HOST = '127.0.0.1';
const ports = { keys: { next: () => generateKeys('ECDSA-P256') }, clock: systemClock, random: systemRandom };
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

function start(kubeconfig: string): ChildProcess {
  const args = ['--disable-warning=ExperimentalWarning', '--conditions=@handoff/source', '--import', here('./testing/run-typescript.mjs')];
  const environment = { PATH: process.env['PATH'], HEALTH_HOST: HOST, HEALTH_PORT: '0', POD_NAMESPACE: 'somewhere' };
  return spawn(process.execPath, [...args, here('./main.ts'), '--kubeconfig', kubeconfig], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** The first line of its log that says so. @throws when it ends before */
async function logged(child: ChildProcess, message: string): Promise<Record<string, unknown>> {
  if (child.stdout === null) throw new TypeError('stdout is piped');
  for await (const line of createInterface({ input: child.stdout })) {
    const entry = JSON.parse(line) as Record<string, unknown>;
    if (entry['msg'] === message) return entry;
  }
  throw new Error(`it ended without saying "${message}"`);
}

describe('the service as a process', () => {
  it('becomes ready over a kubeconfig, works without a bus, and stops cleanly when it is asked to', async () => {
    await using stack = new AsyncDisposableStack();
    const authority = await createAuthority({ commonName: 'management' }, ports);
    const serving = await issue(authority, { commonName: 'kube-apiserver', sans: { ips: [HOST] }, usage: 'server' }, ports);
    const admin = await issue(authority, { commonName: 'admin', organizations: ['system:masters'], usage: 'client' }, ports);
    const server = stack.use(await startKubeApiServer({
      host: HOST, tls: { certificate: serving.certificatePem, key: serving.keyPem }, clientCa: authority.certificatePem,
      crds: customResourceDefinitions(),
    }));
    const folder = await mkdtemp(join(tmpdir(), 'ipam-'));
    stack.defer(() => rm(folder, { recursive: true }));
    const kubeconfig = join(folder, 'kubeconfig');
    const certificate = { certificate: admin.certificatePem, key: admin.keyPem };
    await writeFile(kubeconfig, kubeconfigFor({ server: server.url, ca: authority.certificatePem, certificate }), { mode: 0o600 });

    const child = start(kubeconfig);
    stack.defer(() => { child.kill('SIGKILL'); });
    const exited = once(child, 'exit');
    const { healthPort } = await logged(child, 'ready');
    expect((await fetch(`http://${HOST}:${String(healthPort)}/readyz`)).status).toBe(200);

    const kube = new KubeClient(inProcessTransport(server.store), 'spec');
    const where = { namespace: 'default', name: 'a' };
    await kube.create(InClusterIPPool, { metadata: where, spec: { addresses: ['192.0.2.10'], prefix: 24 } });
    const poolRef = { apiGroup: InClusterIPPool.group, kind: InClusterIPPool.kind, name: 'a' };
    await kube.create(IPAddressClaim, { metadata: where, spec: { poolRef } });
    let claim: IPAddressClaim | undefined;
    for (let looks = 0; claim?.status?.addressRef === undefined && looks < 200; looks += 1) {
      await systemClock.sleep(50);
      claim = await kube.get(IPAddressClaim, where);
    }
    expect(claim?.status?.addressRef).toEqual({ name: 'a' });

    child.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    const lease = await kube.get(Lease, { namespace: 'somewhere', name: 'handoff-ipam' });
    expect(lease?.spec?.holderIdentity).toBe('');
  }, 60_000);

  it('says what is wrong with its usage, and ends', async () => {
    const child = start('/nowhere/kubeconfig');
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => { said += chunk.toString(); });
    const [code] = await once(child, 'exit') as [number];
    expect([code, said]).toEqual([1, expect.stringContaining('/nowhere/kubeconfig')]);
  }, 30_000);
});
