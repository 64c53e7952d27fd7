import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from '@jest/globals';
import { capiCoreService } from '@handoff/capi-core';
import { capvService } from '@handoff/capv';
import { addonInstallerService } from '@handoff/addon-installer';

import { gitopsSyncService } from '@handoff/gitops-sync';
import { ipamService } from '@handoff/ipam';
import { kubeadmBootstrapService } from '@handoff/kubeadm-bootstrap';
import { InProcessBus } from '@handoff/bus';
import { pregeneratedKeys } from '@handoff/pki';
import { pinoLogger, startService } from '@handoff/service';
import { startGuests } from '@handoff/simulator-guest';
import { startVCenter } from '@handoff/simulator-vcenter';
import { systemClock, systemRandom } from '@handoff/time';
import { startManagementCluster } from './embedded/management-cluster.js';
import { Fleet } from './fleet/fleet.js';
import { DemoRepository } from './demo/demo-repository.js';
import { conditionOf } from '@handoff/reconcile';

describe('try', () => {
  it('line', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'handoff-'));
    await using stack = new AsyncDisposableStack();
    const vcenter = stack.use(await startVCenter({ users: [{ name: 'user', password: 'pass' }] }));
    stack.use(await startGuests({ vcenter: { server: vcenter.address, username: 'user', password: 'pass', thumbprint: vcenter.thumbprint }, delays: 'none', log: (l) => { process.stdout.write(`G ${l}\n`); } }));
    const management = stack.use(await startManagementCluster({ directory, clock: systemClock, random: systemRandom }));
    const bus = stack.use(new InProcessBus(systemClock));
    const log = pinoLogger({ level: 'info', destination: { write: (s: string) => { process.stdout.write(s); } } });
    const keys = stack.use(pregeneratedKeys({ ahead: 10 }));
    const t0 = Date.now();
    bus.follow((h) => { process.stdout.write(`${Date.now() - t0} ${h.subject} ${h.data.about.kind}/${h.data.about.name} ${h.data.reason ?? ''} ${h.data.message ?? ''}\n`); });
    const counts = new Map<string, number>();
    const last = new Map<string, any>();
    const transport = { ...management.transport, server: management.transport.server, send: async (r: any) => {
      const m = /namespaces\/default\/([a-z]+)/.exec(r.path)?.[1] ?? r.path.split('?')[0];
      const mgr = /fieldManager=([a-z-]+)/.exec(r.path)?.[1] ?? '';
      const sub = /\/(status)\?/.test(r.path) ? '/status' : '';
      const k = `${r.method} ${m}${sub} ${mgr}${/watch=true/.test(r.path) ? ' watch' : ''}`;
      counts.set(k, (counts.get(k) ?? 0) + 1);
      if (r.method === 'PATCH' && sub) {
        const name = r.path.split('?')[0];
        const b = JSON.parse(r.body).status; const prev = last.get(name) ?? {};
        const d: string[] = [];
        for (const f of new Set([...Object.keys(b), ...Object.keys(prev)])) {
          if (f !== 'conditions') { if (JSON.stringify(b[f]) !== JSON.stringify(prev[f])) d.push(`${f}=${JSON.stringify(b[f])}`.slice(0, 80)); continue; }
          for (const c of b.conditions) { const o = (prev.conditions ?? []).find((x: any) => x.type === c.type); if (!o || o.status !== c.status || o.reason !== c.reason || o.message !== c.message) d.push(`${c.type}:${c.status}/${c.reason}/${c.message}`.slice(0, 200)); }
        }
        last.set(name, b);
        process.stdout.write(`DIFF ${Date.now() - t0} ${name.replace(/.*namespaces.default./, '')} ${d.join(' | ')}\n`);
      }
      return management.transport.send(r);
    }, [Symbol.asyncDispose]: () => Promise.resolve() };
    const s = { transport, bus, clock: systemClock, random: systemRandom, log };
    for (const d of [capiCoreService(), ipamService(), capvService(), addonInstallerService(), kubeadmBootstrapService({ keys })]) stack.use(await startService(d, s));
    const ex = '/work/main/examples/';
    const repo = await DemoRepository.create(`${ex}gitops-repo`, join(directory, 'repo'), {
      'cilium.yaml': await readFile(`${ex}addons/cilium.yaml`, 'utf8'), 'vsphere-cpi.yaml': await readFile(`${ex}addons/vsphere-cpi.yaml`, 'utf8'), 'vsphere-csi.yaml': await readFile(`${ex}addons/vsphere-csi.yaml`, 'utf8'),
      PRODUCTION_VIP: '127.20.8.10', PRODUCTION_VIP_PORT: '6443', STAGING_VIP: '127.20.8.11', STAGING_VIP_PORT: '6443',
      VSPHERE_SERVER: vcenter.address, VSPHERE_HOST: '127.0.0.1', VSPHERE_THUMBPRINT: vcenter.thumbprint, VSPHERE_USERNAME: 'user', VSPHERE_PASSWORD: 'pass',
    });
    await repo.commit('x');
    stack.use(await startService(gitopsSyncService({ name: 'demo', url: repo.url, cacheDirectory: join(directory, 'git') }), s));
    const fleet = stack.use(await Fleet.open(management.transport, systemClock, systemRandom));
    await new Promise((r) => setTimeout(r, Number(process.env['SECS'] ?? 12) * 1000));
    for (const [k, v] of [...counts].sort((a, b) => b[1] - a[1])) process.stdout.write(`COUNT ${v} ${k}\n`);
    process.stdout.write(`VC ${vcenter.calls.total} ${JSON.stringify(vcenter.calls.toJSON())}\n`);
    for (const name of ['production', 'staging']) {
      const o = fleet.cluster('default', name);
      const show = (x: any): void => { process.stdout.write(`${x.kind}/${x.metadata.name} ${x.status?.phase ?? ''} ${conditionOf(x, 'Ready')?.status ?? conditionOf(x, 'Available')?.status ?? ''} WAIT ${conditionOf(x, 'handoff.dev/Waiting')?.reason ?? '-'}: ${conditionOf(x, 'handoff.dev/Waiting')?.message ?? ''}\n`); };
      for (const x of [o.cluster, o.infrastructure, o.controlPlane, ...o.deployments, ...o.sets, ...o.machines, ...o.configs, ...o.vsphereMachines, ...o.vms, ...o.claims]) if (x) show(x);
    }
  }, 60000);
});
