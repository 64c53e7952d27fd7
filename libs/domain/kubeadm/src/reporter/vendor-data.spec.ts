import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseBootstrapReport } from './report.js';
import { reporterScript, vendorData } from './vendor-data.js';
import type { ReporterPaths } from './vendor-data.js';

/** The real script under the real shell; only the guest tools and `sleep` (which hands the round to the test) are stood in for. */
class Host {
  readonly #process: ChildProcess;
  private constructor(
    readonly folder: string,
    readonly paths: ReporterPaths,
    process: ChildProcess,
  ) {
    this.#process = process;
  }

  static async files(folder: string): Promise<ReporterPaths> {
    const names = ['sentinel', 'outputLog', 'debugLog', 'status', 'result', 'lock', 'final'] as const;
    const paths = Object.fromEntries(names.map((name) => [name, join(folder, name)])) as unknown as ReporterPaths;
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin/vmware-rpctool'), `#!/bin/sh\nprintf '%s\\n' "$1" >>'${folder}/rpc'\n`, { mode: 0o755 });
    await writeFile(join(folder, 'bin/sleep'), '#!/bin/sh\necho round\nread _go\n', { mode: 0o755 });
    await writeFile(join(folder, 'reporter'), reporterScript(paths), { mode: 0o755 });
    return paths;
  }

  static async watching(folder: string): Promise<Host> {
    const paths = await Host.files(folder);
    await writeFile(paths.outputLog, 'error execution phase preflight: left in the image\n');
    await writeFile(paths.status, '{\n "v1": {\n  "stage": "modules-config"\n }\n}');
    const environment = { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` };
    const child = spawn('/bin/sh', [join(folder, 'reporter'), 'watch'], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
    const host = new Host(folder, paths, child);
    await host.#round();
    return host;
  }

  async say(text: string): Promise<unknown> {
    await appendFile(this.paths.outputLog, text);
    return this.next();
  }

  /** Lets the script go round once more (or end) and reads what vCenter would show. */
  async next(): Promise<unknown> {
    this.#process.stdin?.write('go\n');
    await Promise.race([this.#round(), once(this.#process, 'exit')]);
    return this.report();
  }

  async report(): Promise<unknown> {
    const written = (await readFile(join(this.folder, 'rpc'), 'utf8')).split('\n');
    const set = written.flatMap((line) => /^info-set (\S+) (.*)$/.exec(line)?.slice(1, 3) ?? []);
    const variables: Record<string, string> = {};
    for (let index = 0; index < set.length; index += 2) variables[set[index] ?? ''] = set[index + 1] ?? '';
    const { at, ...report } = parseBootstrapReport(variables) ?? {};
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    return report;
  }

  async ended(): Promise<number | null> {
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
    return this.#process.exitCode;
  }

  kill(): void {
    this.#process.kill();
  }

  async #round(): Promise<void> {
    if (this.#process.stdout !== null) await once(this.#process.stdout, 'data');
  }
}

describe('the reporter', () => {
  let folder: string;
  let host: Host | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reporter-'));
    host = undefined;
  });
  afterEach(async () => {
    host?.kill();
    await rm(folder, { recursive: true });
  });

  it('follows cloud-init and then the phases of kubeadm to the end, and ignores what the image left in the log', async () => {
    host = await Host.watching(folder);
    expect(await host.report()).toEqual({ state: 'running', step: 'cloud-init: modules-config' });
    expect(await host.say('[init] Using Kubernetes version: v1.33.1\n[preflight] Running pre-flight checks\n')).toEqual({ state: 'running', step: 'kubeadm: preflight' });
    expect(await host.say('\t[WARNING Hostname]: hostname "x" could not be reached\n[etcd] Creating static Pod manifest\n')).toEqual({ state: 'running', step: 'kubeadm: etcd' });
    await writeFile(host.paths.sentinel, 'success\n');
    expect(await host.next()).toEqual({ state: 'done', step: 'kubeadm: etcd' });
    expect(await host.ended()).toBe(0);
    expect(await readFile(host.paths.final, 'utf8')).toBe('done\nkubeadm: etcd\n\n');
  });

  const hint = 'To see the stack trace of this error execute with --v=5 or higher\n';
  const causes = '\t[ERROR Port-6443]: Port 6443 is in use\n\t[ERROR X]: token abcdef.0123456789abcdef is bad\n';
  it.each([
    [
      '1.30',
      `error execution phase preflight: [preflight] Some fatal errors occurred:\n${causes}[preflight] If you know what you are doing, you can\n${hint}`,
      'error execution phase preflight: [preflight] Some fatal errors occurred: [ERROR Port-6443]: Port 6443 is in use [ERROR X]: token [token] is bad',
    ],
    [
      '1.36',
      `[preflight] Some fatal errors occurred:\n${causes}[preflight] If you know what you are doing, you can\nerror: error execution phase preflight: preflight checks failed\n${hint}`,
      'error execution phase preflight: preflight checks failed [ERROR Port-6443]: Port 6443 is in use [ERROR X]: token [token] is bad',
    ],
  ])('brings the own message of kubeadm %s at once, without the token, and stays failed when cloud-init ends', async (_version, said, error) => {
    host = await Host.watching(folder);
    const failed = { state: 'failed', step: 'kubeadm: preflight', error };
    expect(await host.say(`[preflight] Running pre-flight checks\n\t[WARNING Hostname]: x\n${said}`)).toEqual(failed);
    await writeFile(host.paths.result, '{}');
    expect(await host.next()).toEqual(failed);
    expect(await host.ended()).toBe(0);
  });

  it('takes the line before kubeadm\'s hint when the error has no prefix', async () => {
    host = await Host.watching(folder);
    const said = 'no kind "ClusterConfiguration" is registered for version "kubeadm.k8s.io/v1beta9"\nTo see the stack trace of this error execute with --v=5 or higher\n';
    expect(await host.say(said)).toMatchObject({ state: 'failed', error: expect.stringMatching(/^no kind "ClusterConfiguration"/) });
  });

  it('turns from failed to done when a repeated kubeadm succeeds', async () => {
    host = await Host.watching(folder);
    expect(await host.say('/var/lib/cloud/instance/scripts/runcmd: 5: kubeadm: not found\n')).toMatchObject({ state: 'failed' });
    await writeFile(host.paths.sentinel, '');
    expect(await host.next()).toMatchObject({ state: 'done' });
  });

  it('says what cloud-init complained about when kubeadm never ran', async () => {
    host = await Host.watching(folder);
    await writeFile(host.paths.debugLog, '2026-01-02 - util.py[WARNING]: other\n2026-01-02 - util.py[WARNING]: Failed loading yaml blob. Invalid format at line 3\n  secret: x\n');
    await writeFile(host.paths.result, '{}');
    expect(await host.next()).toEqual({ state: 'failed', step: 'cloud-init: modules-config', error: 'Failed loading yaml blob. Invalid format at line 3' });
  });

  it('says so when nobody complained', async () => {
    host = await Host.watching(folder);
    await writeFile(host.paths.status, '{"v1": {"stage": null}}');
    expect(await host.next()).toEqual({ state: 'running', step: 'cloud-init' });
    await writeFile(host.paths.result, '{}');
    expect(await host.next()).toMatchObject({ state: 'failed', error: expect.stringMatching(/^cloud-init ended, and kubeadm has not succeeded/) });
  });

  it('starts once per boot, in a unit of its own', async () => {
    await Host.files(folder);
    await writeFile(join(folder, 'bin/systemd-run'), `#!/bin/sh\necho "$*" >>'${folder}/units'\n`, { mode: 0o755 });
    for (let boots = 0; boots < 2; boots += 1) {
      const child = spawn('/bin/sh', [join(folder, 'reporter')], { env: { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` } });
      expect((await once(child, 'exit'))[0]).toBe(0);
    }
    expect(await readFile(join(folder, 'units'), 'utf8')).toBe(
      `--quiet --no-block --collect --unit=handoff-reporter --property=DefaultDependencies=no /bin/sh ${join(folder, 'reporter')} watch\n`,
    );
  });

  it('repeats its last word on a later boot', async () => {
    const paths = await Host.files(folder);
    await writeFile(paths.final, 'done\nkubeadm: addons\n\n');
    const child = spawn('/bin/sh', [join(folder, 'reporter')], { env: { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` } });
    expect((await once(child, 'exit'))[0]).toBe(0);
    expect(await readFile(join(folder, 'rpc'), 'utf8')).toContain('info-set guestinfo.handoff.state done\n');
  });

  it('does nothing where there are no guest tools', async () => {
    await Host.files(folder);
    await rm(join(folder, 'bin/vmware-rpctool'));
    const child = spawn('/bin/sh', [join(folder, 'reporter')], { env: { PATH: join(folder, 'bin') } });
    expect((await once(child, 'exit'))[0]).toBe(0);
  });

  it('is a boothook, which cloud-init neither merges nor renders', () => {
    expect(vendorData()).toMatch(/^#cloud-boothook\n#!\/bin\/sh\n/);
    expect(vendorData()).not.toMatch(/\{[{%]/);
  });
});
