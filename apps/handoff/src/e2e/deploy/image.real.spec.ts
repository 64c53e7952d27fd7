import { execFile, spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { serviceNames } from '@handoff/events';
import { DEPLOY } from '@handoff/real-plane';

const execute = promisify(execFile);
const TAG = 'handoff-under-test';
const BASE = 'handoff-under-test-base';
const BUILD_MS = 1_200_000;
/** What it may add to its base, in bytes: Node is 127 MB of the 195 MB that were measured. */
const MOST_BYTES = 250e6;

const docker = async (...args: string[]): Promise<string> => (await execute('docker', args, { maxBuffer: 64 * 1024 * 1024 })).stdout;

/** Where no engine runs there is nothing to build with. */
const hasEngine = spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
const whereEngine = (title: string, body: () => void): void => {
  if (hasEngine) describe(title, body);
  else describe.skip(`${title} (skipped: no Docker engine runs here)`, body);
};

/** A Debian of our own making, because images cannot be pulled everywhere. @returns its name, or that of `HANDOFF_IMAGE_BASE` */
async function base(): Promise<string> {
  const given = process.env['HANDOFF_IMAGE_BASE'];
  if (given !== undefined) return given;
  const folder = await mkdtemp(join(tmpdir(), 'handoff-base-'));
  try {
    await execute('debootstrap', ['--variant=minbase', '--include=ca-certificates,git,openssh-client', 'bookworm', join(folder, 'root')], { maxBuffer: 64 * 1024 * 1024 });
    await cp('/etc/ssl/certs/ca-certificates.crt', join(folder, 'root/etc/ssl/certs/ca-certificates.crt')); // whom this machine trusts
    await execute('tar', ['-C', join(folder, 'root'), '-cf', join(folder, 'root.tar'), '.']);
    await docker('import', join(folder, 'root.tar'), BASE);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return BASE;
}

whereEngine('the image', () => {
  let added = 0;
  beforeAll(async () => {
    const from = await base();
    const { stdout: registry } = await execute('npm', ['config', 'get', 'registry']);
    const args = ['--network', 'host', '--build-arg', `BASE=${from}`, '--build-arg', `NPM_CONFIG_REGISTRY=${registry.trim()}`];
    await docker('build', '-f', join(DEPLOY, 'Dockerfile'), '-t', TAG, ...args, join(DEPLOY, '..'));
    const size = async (image: string): Promise<number> => Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));
    added = await size(TAG) - await size(from);
  }, BUILD_MS);

  const run = (...args: string[]): Promise<string> =>
    docker('run', '--rm', '--network', 'none', '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges', '-e', 'GIT_URL=file:///none', TAG, ...args);

  it.each(serviceNames)('has %s, as a user who is nobody, on a file system that it cannot write to', async (name) => {
    expect(await run(name, '--help')).toContain(`handoff-${name}`);
  }, 60_000);

  it('has the command line and the CRDs', async () => {
    expect(await run('handoff', 'crds')).toContain('kind: CustomResourceDefinition');
  }, 60_000);

  it('names the services when asked for one that is not there', async () => {
    await expect(run('nonsense')).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining('capi-core') });
  }, 60_000);

  it('adds little to its base, and no compiler, test or source', async () => {
    expect(added).toBeLessThan(MOST_BYTES);
    const listed = await docker('run', '--rm', '--entrypoint', 'sh', TAG, '-c', 'ls /app/node_modules /app/apps/capi-core');
    for (const name of ['typescript', 'jest', 'eslint', 'src']) expect(listed.split('\n')).not.toContain(name);
  }, 60_000);
});
