import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KubeadmConfigSpec } from '@handoff/api';
import { parse } from 'yaml';
import { bootstrapData, initDocuments, joinDocument, metadataDocument, yamlDocuments } from './index.js';
import { certificates, facts, fullSpec, join } from './testing/fixtures.js';

/** Each block runs only where its variable names the tool: the judges of what a host will accept. */
const cloudInit = process.env['CLOUD_INIT'] ?? '';
const kubeadm = process.env['KUBEADM'] ?? '';
const whereCloudInit = cloudInit === '' ? describe.skip : describe;
const whereKubeadm = kubeadm === '' ? describe.skip : describe;
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path(tmpdir(), 'kubeadm-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, text: string): Promise<string> {
  await writeFile(path(folder, name), text);
  return path(folder, name);
}

const host: KubeadmConfigSpec = {
  bootCommands: ['echo boot'],
  preKubeadmCommands: ['hostnamectl set-hostname "{{ ds.meta_data.hostname }}"', 'echo \'{{ ds["meta_data"]["hostname"] }}\' "\\n"'],
  files: [{ path: '/a', owner: 'root:root', permissions: '0600', content: 'x: "{{ local_hostname }}"\n\ttab \'quote\'\n' }, { path: '/b', encoding: 'base64', content: 'eA==', append: true }],
  users: [{ name: 'u', gecos: 'g', groups: 'a,b', homeDir: '/h', inactive: true, lockPassword: true, passwd: 'p', primaryGroup: 'u', shell: '/bin/sh', sshAuthorizedKeys: ['ssh-ed25519 A'], sudo: 'ALL' }],
  ntp: { enabled: true, servers: ['ntp.example.test'] },
  diskSetup: {
    partitions: [{ device: '/dev/sdb', layout: true, overwrite: false, tableType: 'gpt' }, { device: '/dev/sdc', diskLayout: [{ percentage: 50 }, { percentage: 50, partitionType: 'LinuxSwap' }] }],
    filesystems: [{ device: '/dev/sdb', filesystem: 'ext4', label: 'data', partition: 'auto', overwrite: true, replaceFS: 'ntfs', extraOpts: ['-E', 'x'] }],
  },
  mounts: [['LABEL=data', '/data']],
};

whereCloudInit('the real cloud-init (CLOUD_INIT)', () => {
  it.each([
    ['init', bootstrapData({ role: 'init', spec: { ...fullSpec, ...host }, facts, certificates }).value],
    ['join-worker', bootstrapData({ role: 'join-worker', spec: host, facts, join }).value],
  ])('renders our user data of %s and finds its schema valid', async (name, value) => {
    const instance = await written('instance.json', JSON.stringify({ ds: { meta_data: { hostname: 'demo-0' } }, v1: { local_hostname: 'demo-0' } }));
    const { stdout } = await run(cloudInit, ['devel', 'render', '-i', instance, await written(`${name}.txt`, value)]);
    const rendered = await written(`${name}.rendered`, stdout);
    expect((await run(cloudInit, ['schema', '--config-file', rendered])).stdout).toContain('Valid');
    const data = parse(stdout, { version: '1.1' }) as { write_files: { path: string; content: string }[]; runcmd: string[] };
    expect(data.write_files.find((file) => file.path === '/a')?.content).toBe('x: "demo-0"\n\ttab \'quote\'\n');
    expect(data.runcmd.slice(0, 2)).toEqual(['hostnamectl set-hostname "demo-0"', 'echo \'demo-0\' "\\n"']);
  });

  it('turns our metadata into a network', async () => {
    const device = { macAddr: '00:50:56:01:02:03', ipAddrs: ['192.0.2.10/24', '2001:db8::10/64'], gateway4: '192.0.2.1', nameservers: ['192.0.2.53'], routes: [{ to: '10.0.0.0/8', via: '192.0.2.254', metric: 5 }] };
    const document = parse(metadataDocument({ instanceId: 'i', hostname: 'h', devices: [device] }), { version: '1.1' }) as { network: object };
    const network = await written('network.json', JSON.stringify({ network: document.network }));
    await run(cloudInit, ['devel', 'net-convert', '-p', network, '-k', 'yaml', '-d', folder, '-D', 'ubuntu', '-O', 'networkd']);
    const unit = await readFile(path(folder, 'etc/systemd/network/10-cloud-init-eth0.network'), 'utf8');
    for (const line of ['MACAddress=00:50:56:01:02:03', 'Address=192.0.2.10/24', 'Address=2001:db8::10/64', 'Gateway=192.0.2.1', 'DNS=192.0.2.53', 'Destination=10.0.0.0/8']) expect(unit).toContain(line);
  });
});

whereKubeadm('the real kubeadm (KUBEADM)', () => {
  const validate = async (name: string, documents: readonly unknown[], ...flags: string[]): Promise<string> => {
    const file = await written(name, yamlDocuments(documents).replaceAll('{{ local_hostname }}', 'demo-0'));
    const { stdout, stderr } = await run(kubeadm, ['config', 'validate', '--config', file, ...flags]);
    return stdout + stderr;
  };
  const current = { ...facts, version: 'v1.36.0' };

  it('accepts every field of our documents', async () => {
    expect(await validate('init.yaml', initDocuments(fullSpec, current))).toMatch(/^ok\s*$/);
    expect(await validate('join.yaml', [joinDocument(fullSpec, current, join, true)])).toMatch(/^ok\s*$/);
  });

  it('accepts the documents of a spec that says nothing', async () => {
    expect(await validate('init.yaml', initDocuments({}, current))).toMatch(/^ok\s*$/);
    expect(await validate('join.yaml', [joinDocument({}, current, join, false)])).toMatch(/^ok\s*$/);
  });

  it('reads our settings as we meant them: it migrates v1beta3 to what we write as v1beta4', async () => {
    const spec = { joinConfiguration: { timeouts: { discoverySeconds: 90 }, nodeRegistration: { name: 'x', kubeletExtraArgs: [{ name: 'v', value: '2' }] } } };
    const old = await written('old.yaml', yamlDocuments([joinDocument(spec, { ...facts, version: 'v1.30.0' }, join, true)]));
    const { stdout } = await run(kubeadm, ['config', 'migrate', '--old-config', old]);
    expect(parse(stdout)).toMatchObject({
      apiVersion: 'kubeadm.k8s.io/v1beta4', timeouts: { discovery: '1m30s' }, nodeRegistration: { kubeletExtraArgs: [{ name: 'v', value: '2' }] },
    });
  });
});
