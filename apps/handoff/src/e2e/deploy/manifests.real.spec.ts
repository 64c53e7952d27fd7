import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serviceNames } from '@handoff/events';
import { startControlPlane, whereParts } from '@handoff/real-parts';
import type { ControlPlane } from '@handoff/real-parts';
import { DEPLOY, kubectl } from '@handoff/real-plane';
import { render } from './rendered.js';
import type { Rendered, Workload } from './rendered.js';

const overlays = ['dev', 'production'] as const;
const START_MS = 120_000;
const NAMESPACE = 'handoff-system';

/** What a person does, in the order of docs/install.md, at a real API server. */
whereParts(describe, 'etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl')('the manifests', () => {
  for (const overlay of overlays) describe(overlay, () => { applies(overlay); });
});

function applies(overlay: (typeof overlays)[number]): void {
  let folder: string;
  let cluster: ControlPlane;
  const run = (...args: string[]): Promise<string> => kubectl(cluster.kubeconfigPath, ...args);
  const apply = (path: string, ...more: string[]): Promise<string> => run('apply', '--server-side', '--warnings-as-errors', ...more, '-k', join(DEPLOY, path));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'handoff-deploy-'));
    cluster = await startControlPlane({ folder });
  }, START_MS);
  afterAll(async () => {
    await cluster[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('apply: CRDs and namespace, then the rest as a dry run, then for good, without a warning', async () => {
    await apply('crds');
    await apply('base/namespace');
    await run('wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all');
    const tried = await apply(`overlays/${overlay}`, '--dry-run=server', '-o', 'name');
    const done = await apply(`overlays/${overlay}`, '-o', 'name');
    expect(linesOf(done)).toEqual(linesOf(tried));
    for (const service of serviceNames) expect(linesOf(done)).toContain(`deployment.apps/${service}`);
  }, START_MS);

  it('apply again without changing anything', async () => {
    const versions = (): Promise<string> => run(
      'get', 'deployments,statefulsets,jobs,services,configmaps,networkpolicies,poddisruptionbudgets,roles,rolebindings,serviceaccounts', '-n', NAMESPACE,
      '-o', 'jsonpath={range .items[*]}{.kind}/{.metadata.name} {.metadata.resourceVersion}{"\\n"}{end}',
    );
    const before = await versions();
    await apply(`overlays/${overlay}`);
    expect(linesOf(before).length).toBeGreaterThan(30);
    expect(await versions()).toBe(before);
  }, START_MS);

  it('are taken away again with all that they granted, and leave the CRDs, and so everything that is declared', async () => {
    const count = async (): Promise<number> => linesOf(await run('get', 'crd', '-o', 'name')).length;
    const before = await count();
    await run('delete', '--wait=false', '-k', join(DEPLOY, 'overlays', overlay));
    const left = await run('get', 'clusterroles,clusterrolebindings', '-l', 'app.kubernetes.io/part-of=handoff', '-o', 'name');
    expect(left).toBe('');
    expect(await run('get', 'namespace', NAMESPACE, '-o', 'jsonpath={.metadata.deletionTimestamp}')).toMatch(/^\d{4}-/);
    expect(await count()).toBe(before);
  }, START_MS);
}

whereParts(describe, 'kubectl')('what the manifests say', () => {
  const rendered = new Map<string, Rendered>();
  beforeAll(async () => { for (const overlay of overlays) rendered.set(overlay, await render(overlay)); });
  const of = (overlay: string): Rendered => rendered.get(overlay) ?? { workloads: [], names: [] };
  const service = (overlay: string, name: string): Workload => {
    const found = of(overlay).workloads.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
    if (found === undefined) throw new Error(`${overlay} has no Deployment ${name}`);
    return found;
  };

  it.each(serviceNames)('%s runs as itself, probed, bounded, on a file system that it cannot write to', (name) => {
    const { template } = service('production', name).spec;
    const [container, ...others] = template.spec.containers;
    expect(others).toEqual([]);
    expect(template.spec.serviceAccountName).toBe(name);
    expect(container).toMatchObject({
      args: [name], securityContext: { readOnlyRootFilesystem: true }, livenessProbe: expect.anything(), readinessProbe: expect.anything(),
      resources: { requests: { cpu: expect.any(String), memory: expect.any(String) }, limits: { memory: expect.any(String) } },
    });
    expect(of('production').names).toContain(`PodDisruptionBudget/${name}`);
  });

  it('production runs two of every service on different nodes, apart from the one that owns a volume; dev runs one', () => {
    const replicas = (overlay: string): (number | undefined)[] => serviceNames.map((name) => service(overlay, name).spec.replicas);
    expect(replicas('dev')).toEqual(serviceNames.map(() => 1));
    expect(replicas('production')).toEqual(serviceNames.map((name) => (name === 'backup' ? 1 : 2)));
    for (const name of serviceNames) expect(service('production', name).spec.template.spec.topologySpreadConstraints).toHaveLength(2);
  });

  it.each(overlays)('%s names no image without a version, and no password but those that deploy/passwords.sh makes', async (overlay) => {
    const { stdout } = await promisify(execFile)('sh', [join(DEPLOY, 'passwords.sh')]);
    const made = new Map(linesOf(stdout).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
    const containers = of(overlay).workloads.flatMap(({ spec }) => spec.template.spec.containers);
    for (const { image } of containers) expect(image).toMatch(/:[^:/]+$/);
    const keys = containers.flatMap(({ env }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []));
    expect(new Set(keys.map(({ name }) => name))).toEqual(new Set(['handoff-passwords']));
    for (const { key } of keys) expect(made.get(key)).toMatch(/^p[0-9a-f]{48}$/);
    expect(new Set(made.values()).size).toBe(made.size);
  });

  it('every NATS user has a password, and every service is one', async () => {
    const accounts = await readFile(join(DEPLOY, 'nats', 'accounts.conf'), 'utf8');
    const { stdout } = await promisify(execFile)('sh', [join(DEPLOY, 'passwords.sh')]);
    const named = [...accounts.matchAll(/user: "([^"]+)", password: \$(\w+)/g)].map(([, user = '', variable = '']) => ({ user, variable }));
    expect(named.map(({ user }) => user)).toEqual(expect.arrayContaining([...serviceNames, 'provisioner', 'people']));
    for (const { variable } of named) expect(stdout).toContain(`${variable}=`);
    for (const name of serviceNames) {
      const variable = named.find(({ user }) => user === name)?.variable;
      const env = service('production', name).spec.template.spec.containers[0]?.env ?? [];
      expect(env.find((entry) => entry.name === 'NATS_USER')?.value).toBe(name);
      expect(env.find((entry) => entry.name === 'NATS_PASSWORD')?.valueFrom?.secretKeyRef?.key).toBe(variable);
    }
  });
});

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '').sort();
