import { describe, expect, it } from '@jest/globals';
import { age } from './columns.js';
import { builtinResources } from './resources.js';
import type { BuiltinResource, JsonObject } from '../types.js';

function resource(kind: string): BuiltinResource {
  const found = builtinResources.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no kind ${kind}`);
  return found;
}

const now = new Date('2026-01-02T00:00:00Z');
const row = (kind: string, object: JsonObject): Record<string, unknown> =>
  Object.fromEntries(resource(kind).columns.map((column) => [column.name, column.render?.(object, now)]));

describe('ages', () => {
  it.each([
    [5, '5s'], [119, '119s'], [125, '2m5s'], [600, '10m'], [10_700, '178m'], [3 * 3600 + 120, '3h2m'], [8 * 3600, '8h'], [47 * 3600, '47h'],
    [49 * 3600, '2d1h'], [10 * 86_400, '10d'], [400 * 86_400, '400d'], [800 * 86_400, '2y70d'], [9 * 365 * 86_400, '9y'],
  ])('of %d seconds read %s', (seconds, text) => {
    expect(age(new Date(now.getTime() - seconds * 1000).toISOString(), now)).toBe(text);
  });

  it('of what has no time are unknown', () => {
    expect(age(undefined, now)).toBe('<unknown>');
  });
});

describe('columns', () => {
  it('show of a pod what its containers do', () => {
    const pod = {
      metadata: { name: 'p', creationTimestamp: '2026-01-01T23:59:00Z' },
      spec: { containers: [{ name: 'a' }, { name: 'b' }], nodeName: 'n1' },
      status: {
        phase: 'Running', podIP: '192.0.2.1',
        containerStatuses: [
          { name: 'a', ready: true, restartCount: 0, state: { running: {} } },
          { name: 'b', ready: false, restartCount: 2, state: { waiting: { reason: 'CrashLoopBackOff' } } },
        ],
      },
    };
    expect(row('Pod', pod)).toMatchObject({ Name: 'p', Ready: '1/2', Status: 'CrashLoopBackOff', Restarts: '2', Age: '60s', IP: '192.0.2.1', Node: 'n1' });
    expect(row('Pod', { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-02T00:00:00Z' } })).toMatchObject({ Status: 'Terminating' });
  });

  it('show of a node its roles and whether it is ready', () => {
    const node = {
      metadata: { name: 'n', labels: { 'node-role.kubernetes.io/control-plane': '' } },
      spec: { unschedulable: true },
      status: {
        conditions: [{ type: 'Ready', status: 'False' }], addresses: [{ type: 'InternalIP', address: '192.0.2.7' }],
        nodeInfo: { kubeletVersion: 'v1.33.1' },
      },
    };
    expect(row('Node', node)).toMatchObject({
      Status: 'NotReady,SchedulingDisabled', Roles: 'control-plane', Version: 'v1.33.1', 'Internal-IP': '192.0.2.7', 'External-IP': '<none>',
    });
  });

  it('show of a deployment how far it is, and how it finds its pods', () => {
    const deployment = {
      metadata: { name: 'd' }, status: { readyReplicas: 1, updatedReplicas: 2 },
      spec: { replicas: 3, selector: { matchLabels: { app: 'x' } }, template: { spec: { containers: [{ name: 'c', image: 'i:1' }] } } },
    };
    expect(row('Deployment', deployment)).toMatchObject({ Ready: '1/3', 'Up-to-date': 2, Available: 0, Images: 'i:1', Selector: 'app=x' });
  });

  it('stand for every kind in one table without failing on an empty object', () => {
    for (const { columns } of builtinResources) {
      for (const column of columns) expect(() => column.render?.({}, now)).not.toThrow();
    }
  });
});

describe('defaults that depend on other fields', () => {
  const complete = (kind: string, object: JsonObject): JsonObject => resource(kind).complete?.(object) ?? object;

  it('turn the texts of a secret into data', () => {
    expect(complete('Secret', { data: { a: 'YQ==' }, stringData: { b: 'b' } })).toEqual({ data: { a: 'YQ==', b: 'Yg==' } });
  });

  it.each([
    ['nginx', 'Always'], ['nginx:latest', 'Always'], ['registry.test:5000/nginx', 'Always'], ['nginx:1.2', 'IfNotPresent'],
    ['nginx@sha256:aa', 'IfNotPresent'], ['registry.test:5000/nginx:1', 'IfNotPresent'],
  ])('pull the image %s %s', (image, policy) => {
    const pod = complete('Pod', { spec: { containers: [{ name: 'a', image }] } });
    expect(pod).toMatchObject({ spec: { containers: [{ imagePullPolicy: policy }] } });
  });

  it('request what is limited', () => {
    const pod = complete('Pod', { spec: { containers: [{ name: 'a', image: 'i:1', resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } } }] } });
    expect(pod).toMatchObject({ spec: { containers: [{ resources: { requests: { cpu: '500m', memory: '1Gi' } } }] } });
  });
});
