import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bootstrapData, joinDocument, kubeadmInitPath, kubeadmJoinPath, metadataDocument, yamlDocuments } from '@handoff/kubeadm';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec, which nothing that ships depends on
import { whereParts } from '@handoff/real-parts';
import { parse } from 'yaml';
import { parseCloudConfig } from '../cloudinit/cloud-config.js';
import { instanceData, parseMetadata } from '../cloudinit/instance-data.js';
import { renderUserData } from '../cloudinit/jinja.js';
import { nodeRequest, roles } from './bootstrap-requests.js';
import type { Role } from './bootstrap-requests.js';
import { DISCOVERY, filledSpecs } from './filled-specs.js';
import { RealCloudInit } from './real-cloud-init.js';
import { judgeByKubeadm, kubeadmFor, migrateByKubeadm } from './real-kubeadm.js';
import { judgeByOurKubeadm } from './simulator-judges.js';
import { refusalOf } from './verdicts.js';

const MINORS = [31, 32, 33, 34, 35, 36];
const host = { hostname: 'demo-0', addresses: ['198.51.100.7', '2001:db8::7'] };
const metadata = metadataDocument({
  instanceId: 'demo-0-uid', hostname: host.hostname, devices: [{ macAddr: '00:50:56:01:02:03', ipAddrs: ['198.51.100.7/24', '2001:db8::7/64'] }],
});

let folder: string;
let cloudInit: RealCloudInit;
let instance: string;
async function boot(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'bootstrap-data-'));
  cloudInit = await RealCloudInit.in(folder);
  instance = (await cloudInit.readGuestinfo(metadata, host)).instanceData;
}

const specsOf = (minor: number) => ({ ...filledSpecs(minor), nothing: {} });
type SpecName = keyof ReturnType<typeof specsOf>;
const specNames: readonly SpecName[] = ['byToken', 'byFile', 'byAuthProvider', 'nothing'];
const matrix = roles.flatMap((role) => specNames.map((spec) => ({ role, spec })));
const pathOf = (role: Role): string => (role === 'init' ? kubeadmInitPath : kubeadmJoinPath);

describe.each(MINORS)('bootstrap data for Kubernetes 1.%i', (minor) => {
  whereParts(describe, 'cloud-init', kubeadmFor(minor))('with the real tools', () => {
    beforeAll(boot);
    afterAll(() => rm(folder, { recursive: true }));

    it.each(matrix)('$role, filled $spec', async ({ role, spec }) => {
      const { value } = bootstrapData(nodeRequest(role, specsOf(minor)[spec], minor));
      const rendered = await cloudInit.render(value, instance);
      expect(rendered.text).not.toContain('CI_MISSING_JINJA_VAR');
      expect(refusalOf(await cloudInit.judge(rendered.text))).toBeUndefined();
      expect(renderUserData(value, instanceData(parseMetadata(metadata), host)).text).toBe(rendered.text);
      expect(() => parseCloudConfig(rendered.text, 'user data')).not.toThrow();
      const documents = rendered.write_files.find(({ path }) => path === pathOf(role))?.content ?? '';
      const disk = rendered.write_files.filter(({ path }) => path === DISCOVERY);
      expect(await judgeByKubeadm(minor, documents, disk)).toEqual({ accepted: true, said: 'ok\n' });
      expect(refusalOf(judgeByOurKubeadm(minor, documents))).toBeUndefined();
    });

    it('says the same after rendering as it was meant to', async () => {
      const { value } = bootstrapData(nodeRequest('init', specsOf(minor).byToken, minor));
      const { write_files: files, runcmd } = await cloudInit.render(value, instance);
      expect(files.find(({ path }) => path === '/a')?.content).toBe('x: "demo-0"\n\ttab \'quote\'\n');
      expect(files.find(({ path }) => path === '/c')?.content).toBe(`control plane v1.${String(minor)}.1\n`);
      expect(runcmd.slice(0, 2)).toEqual(['hostnamectl set-hostname "demo-0"', 'echo \'198.51.100.7\' "\\n"']);
      expect(runcmd.at(-1)).toBe('echo ${#list[@]}');
    });
  });
});

whereParts(describe, kubeadmFor(32))('documents for a kubeadm that knows v1beta3 only', () => {
  it('are read as we meant them: migrated, they are what we write as v1beta4', async () => {
    const { facts, ...request } = nodeRequest('join-worker', {}, 30);
    if (request.role !== 'join-worker') throw new TypeError('no worker was asked for');
    const spec = { joinConfiguration: { timeouts: { discoverySeconds: 90 }, nodeRegistration: { name: 'x', kubeletExtraArgs: [{ name: 'v', value: '2' }] } } };
    const migrated = await migrateByKubeadm(32, yamlDocuments([joinDocument(spec, facts, request.join, true)]));
    expect(parse(migrated.slice(migrated.indexOf('apiVersion')))).toMatchObject({
      apiVersion: 'kubeadm.k8s.io/v1beta4', timeouts: { discovery: '1m30s' }, nodeRegistration: { kubeletExtraArgs: [{ name: 'v', value: '2' }] },
    });
  });
});
