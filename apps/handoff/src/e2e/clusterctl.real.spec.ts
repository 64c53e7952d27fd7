import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { install, whereParts } from '@handoff/real-parts';
import { kubectl } from '@handoff/real-plane';
import { isTrue } from '@handoff/reconcile';
import { House } from './house.js';
import { realGround } from './real-ground.js';
import type { RealGround } from './real-ground.js';
import { everyPart } from './real-parts.js';

const run = promisify(execFile);

whereParts(describe, ...everyPart, 'clusterctl')('people\'s own clusterctl', () => {
  let house: House;
  let ground: RealGround;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clusterctl-'));
    house = await House.start(async (directory) => (ground = await realGround(directory)), '127.22.8', ['staging']);
    await house.follow();
    await house.untilReady('staging', 90);
  }, 180_000);
  afterAll(async () => {
    await house[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** With a home of its own: it keeps a cache there, and would look for newer versions of itself. */
  async function clusterctl(...args: readonly string[]): Promise<string> {
    const { path } = await install('clusterctl');
    const env = { PATH: process.env['PATH'], HOME: folder, XDG_CONFIG_HOME: folder, CLUSTERCTL_DISABLE_VERSIONCHECK: 'true' };
    const { stdout } = await run(path, [...args, '--kubeconfig', ground.plane.controlPlane.kubeconfigPath], { env });
    return stdout;
  }

  it('describes a cluster down to its Machines, all of them ready', async () => {
    await house.until('the Cluster says that it is available', () => isTrue(house.cluster('staging').cluster, 'Available'), 30);
    const tree = await clusterctl('describe', 'cluster', 'staging', '--grouping=false', '--color=false');
    expect(tree).toMatch(/^Cluster default\/staging .* True +Available/m);
    expect(tree).toMatch(/VSphereCluster default\/staging .* True +Ready/);
    expect(tree).toMatch(/KubeadmControlPlane default\/staging, v1\.33\.1 .* True +Available/);
    for (const { metadata } of house.cluster('staging').machines) expect(tree).toMatch(new RegExp(`Machine default/${metadata.name}, .* True +Ready`));
  });

  it('gives out a kubeconfig that kubectl works with', async () => {
    const path = join(folder, 'staging.kubeconfig');
    await writeFile(path, await clusterctl('get', 'kubeconfig', 'staging'), { mode: 0o600 });
    const nodes = (await kubectl(path, 'get', 'nodes', '--no-headers')).trim().split('\n');
    expect(nodes).toHaveLength(2);
    for (const node of nodes) expect(node).toMatch(/\sReady\s/);
  });

  it('moves a cluster with all that belongs to it into a folder, and pauses it for that', async () => {
    const target = join(folder, 'moved');
    await run('mkdir', ['-p', target]);
    await clusterctl('move', '--namespace', 'default', '--to-directory', target);
    const { stdout } = await run('ls', [target]);
    for (const kind of ['Cluster_', 'Machine_', 'VSphereMachine_', 'VSphereVM_', 'KubeadmConfig_', 'KubeadmControlPlane_', 'Secret_']) expect(stdout).toContain(kind);
  });
});
