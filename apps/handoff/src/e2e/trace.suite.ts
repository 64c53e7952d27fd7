import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  IPAddress, IPAddressClaim, KubeadmConfig, Labels, Machine, MachineSet, Secret, VSphereMachine, VSphereVM,
} from '@handoff/api';
import type { Kind, KubeObject } from '@handoff/api';
import { startJaeger } from '@handoff/real-parts';
import type { Jaeger } from '@handoff/real-parts';
import { traceparentOf } from '@handoff/telemetry';
import { systemClock } from '@handoff/time';
import { deadline } from '../process/deadline.js';
import { explains, gapsIn, orphansIn } from '../trace/gaps.js';
import { readTrace } from '../trace/jaeger.js';
import type { Trace, TraceSpan } from '../trace/jaeger.js';
import { House } from './house.js';
import type { Ground } from './house.js';

/** Those that a cluster needs; backup is no part of bringing one up. */
const SERVICES = ['gitops-sync', 'capi-core', 'kubeadm-bootstrap', 'ipam', 'capv', 'addon-installer'].map((name) => `handoff-${name}`);
/** The longest time of which nobody needs to tell anything, in milliseconds. */
const UNEXPLAINED_MS = 2_000;
/** What each machine goes through, by the object that tells of it. */
const OF_VM = ['clone', 'powerOn', 'boot', 'cloud-init'];
const OF_MACHINE = ['bootstrap data', 'provision', 'node ready', 'running'];
/** What is made in the course of an operation, and so is born into it. */
const BORN: readonly Kind[] = [MachineSet, Machine, KubeadmConfig, VSphereMachine, VSphereVM, IPAddressClaim, IPAddress];

/** Lays a ground whose services deliver their spans as the variables tell. */
export type LayTracedGround = (directory: string, env: Readonly<Record<string, string>>) => Promise<Ground>;

/** One cluster from commit to ready, as Jaeger shows it. @param network as `House.start` takes it */
export function traces(lay: LayTracedGround, network: string): void {
  describe('the trace of a cluster, read back from Jaeger', () => {
    let house: House;
    let jaeger: Jaeger;
    let trace: Trace;
    beforeAll(async () => {
      house = await House.start(async (directory) => {
        jaeger = await startJaeger({ folder: `${directory}/jaeger` });
        return lay(directory, { OTEL_EXPORTER_OTLP_ENDPOINT: jaeger.otlpUrl });
      }, network, ['staging']);
      await house.follow();
      await house.untilReady('staging', 150);
      trace = await completeTrace(jaeger, traceIdOf(house), house);
    }, 240_000);
    afterAll(async () => {
      await house[Symbol.asyncDispose]();
      await jaeger[Symbol.asyncDispose]();
    });

    it('holds every service that took part', () => {
      expect([...new Set(trace.spans.map(({ service }) => service))].sort()).toEqual([...SERVICES].sort());
    });

    it('is one tree that begins with the revision', () => {
      const roots = trace.spans.filter(({ parent }) => parent === undefined);
      expect(roots.map(({ name, service }) => [name.replace(/[0-9a-f]{12}/, 'R'), service])).toEqual([['revision R of e2e', 'handoff-gitops-sync']]);
      expect(orphansIn(trace.spans).map(({ name }) => name)).toEqual([]);
      expect(new Set(trace.spans.map(({ id }) => id)).size).toBe(trace.spans.length);
    });

    it('has no gap longer than two seconds that no span explains', () => {
      expect(gapsIn(trace.spans, UNEXPLAINED_MS)).toEqual([]);
      expect(trace.spans.filter(explains).length).toBeGreaterThan(100);
    });

    it('tells of the milestones of every machine, of its address, and of every add-on', () => {
      expect(missing(trace, house)).toEqual([]);
      const begun = trace.spans.filter(({ name }) => name === 'kubeadm init');
      expect(begun).toHaveLength(1);
    });

    it('tells of calls to vCenter, of API writes and of handoffs on both sides', () => {
      const kinds = new Set(trace.spans.map(({ tags }) => String(tags['handoff.span'])));
      for (const kind of ['reconcile', 'write', 'call', 'handoff', 'milestone']) expect(kinds).toContain(kind);
      expect(new Set(trace.spans.map(({ tags }) => tags['span.kind']))).toEqual(new Set(['internal', 'client', 'producer', 'consumer']));
    });

    it('is what every object that was made on the way was born with', async () => {
      for (const kind of BORN) {
        const { items } = await house.kube.list(kind, { namespace: 'default' });
        expect([kind.kind, items.length > 0]).toEqual([kind.kind, true]);
        for (const object of items) expect(`${kind.kind} ${String(idOf(object))}`).toBe(`${kind.kind} ${traceIdOf(house)}`);
      }
      const { items } = await house.kube.list(Secret, { namespace: 'default', labelSelector: `${Labels.clusterName}=staging` });
      expect(items.filter((secret) => idOf(secret) !== traceIdOf(house)).map(({ metadata }) => metadata.name)).toEqual([]);
      expect(items.length).toBeGreaterThanOrEqual(7); // four authorities, the kubeconfig, bootstrap data of each Machine
    });

    it('holds no secret', async () => {
      const secrets = await secretsOf(house);
      expect(secrets.length).toBeGreaterThan(10);
      expect(secrets.filter((secret) => holds(trace.text, secret)).length).toBe(0);
      expect(trace.text).not.toMatch(/PRIVATE KEY|\b[a-z0-9]{6}\.[a-z0-9]{16}\b/);
    });
  });
}

const idOf = (object: KubeObject): string | undefined => traceparentOf(object)?.split('-')[1];

function traceIdOf(house: House): string {
  const { cluster } = house.cluster('staging');
  return (cluster === undefined ? undefined : idOf(cluster)) ?? 'none';
}

const about = ({ tags }: TraceSpan): string => String(tags['k8s.object.name']);

/** What should be told and is not (yet), in words. */
function missing({ spans }: Trace, house: House): readonly string[] {
  const told = new Set(spans.map((span) => `${span.name} of ${about(span)}`));
  const { machines, vms, claims, plans } = house.cluster('staging');
  const wanted = [
    'ready of staging',
    ...machines.flatMap(({ metadata: { name } }) => OF_MACHINE.map((milestone) => `${milestone} of ${name}`)),
    ...vms.flatMap(({ metadata: { name } }) => OF_VM.map((milestone) => `${milestone} of ${name}`)),
    ...claims.map(({ metadata: { name } }) => `address of ${name}`),
    ...plans.flatMap(({ spec }) => spec.steps.flatMap(({ name }) => [`install ${name} of staging`, `wait for ${name} of staging`])),
  ];
  const joined = machines.filter(({ metadata: { name } }) => !told.has(`kubeadm init of ${name}`) && !told.has(`kubeadm join of ${name}`));
  return [...wanted.filter((entry) => !told.has(entry)), ...joined.map(({ metadata: { name } }) => `kubeadm of ${name}`)];
}

/** Services deliver every few seconds: waits until nothing is missing, or tells what is when it takes too long. */
async function completeTrace(jaeger: Jaeger, id: string, house: House): Promise<Trace> {
  using limit = deadline(systemClock, 40);
  let seen: Trace = { spans: [], text: '' };
  while (!limit.signal.aborted) {
    seen = await readTrace(jaeger.queryUrl, id) ?? seen;
    if (seen.spans.length > 0 && missing(seen, house).length === 0 && orphansIn(seen.spans).length === 0) return seen;
    await systemClock.sleep(500);
  }
  return seen; // the assertions tell what is missing
}

/** Every secret value that the management cluster holds. */
async function secretsOf(house: House): Promise<readonly string[]> {
  const { items } = await house.kube.list(Secret);
  return items.flatMap(({ data = {} }) => Object.entries(data).filter(([key]) => key !== 'username')
    .flatMap(([, encoded]) => Buffer.from(encoded, 'base64').toString().split('\n')))
    .map((line) => line.trim()).filter((line) => line.length > 30 || /^\S{4,30}$/.test(line) && !NO_SECRETS.test(line));
}

/** Lines of certificates, kubeconfigs and cloud-init documents that are a word of their own, and no secret. */
const NO_SECRETS = /^(?:[\w./-]+:|-+.*|[{}\][]+)$/;

/** Short ones as words of their own, longer ones wherever they stand. */
const holds = (text: string, secret: string): boolean =>
  secret.length > 12 ? text.includes(secret) : text.split(/[^\w.-]+/).includes(secret);
