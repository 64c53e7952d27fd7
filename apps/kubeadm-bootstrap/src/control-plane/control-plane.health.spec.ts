import { describe, expect, it } from '@jest/globals';
import { Pod } from '@handoff/api';
import { aMachine } from '../testing/objects.js';
import { judgeComponents, requiredConditions, whyUnhealthy } from './control-plane.health.js';

const external = { clusterConfiguration: { etcd: { external: { endpoints: ['https://192.0.2.9:2379'], caFile: 'a', certFile: 'b', keyFile: 'c' } } } };

const pod = (name: string, status: object, deleting = false): [string, Pod] => [`kube-system/${name}`, Pod.parse({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'kube-system', ...(deleting ? { deletionTimestamp: '2026-01-01T00:00:00Z' } : {}) },
  spec: { containers: [] }, status,
})];
const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
const all = ['kube-apiserver-a', 'kube-controller-manager-a', 'kube-scheduler-a', 'etcd-a'].map((name) => pod(name, ready));
const but = (...replaced: readonly [string, Pod][]): Map<string, Pod> => new Map([...all, ...replaced]);

const say = (pods: Map<string, Pod> | undefined, node = true): readonly string[] =>
  judgeComponents({}, aMachine('a', { node }), pods).filter((entry) => entry.status !== 'True').map(({ type, status, reason }) => `${type} ${status} ${reason}`);

describe('the health of a control-plane Machine', () => {
  it('is good when all static Pods are ready', () => {
    expect(say(but())).toEqual([]);
    expect(judgeComponents({}, aMachine('a'), but()).at(-1)).toMatchObject({ type: 'EtcdMemberHealthy', status: 'True', reason: 'Healthy' });
  });

  it('is not known before there is a Node, and before the Pods could be read', () => {
    expect(say(but(), false)).toHaveLength(5);
    expect(say(undefined)).toContain('APIServerPodHealthy Unknown InspectionFailed');
  });

  it.each([
    ['does not exist', new Map(all.slice(0, 3)), ['EtcdPodHealthy False DoesNotExist', 'EtcdMemberHealthy False NotHealthy']],
    ['is not ready', but(pod('kube-scheduler-a', { phase: 'Pending' })), ['SchedulerPodHealthy False Provisioning']],
    ['failed', but(pod('kube-apiserver-a', { phase: 'Failed' })), ['APIServerPodHealthy False Failed']],
    ['is being deleted', but(pod('kube-controller-manager-a', ready, true)), ['ControllerManagerPodHealthy False Deleting']],
  ])('is bad when a Pod %s', (_name, pods, expected) => { expect(say(pods)).toEqual(expected); });

  it('does not look at etcd where that is external', () => {
    expect(requiredConditions(external)).toEqual(['APIServerPodHealthy', 'ControllerManagerPodHealthy', 'SchedulerPodHealthy']);
    expect(judgeComponents(external, aMachine('a'), new Map(all.slice(0, 3))).every(({ status }) => status === 'True')).toBe(true);
  });

  it('is told in words that name the Pod', () => {
    const machine = aMachine('a');
    expect(whyUnhealthy(machine, judgeComponents({}, machine, new Map(all.slice(0, 3))))[0]).toBe('there is no Pod etcd-a: the kubelet has not started it');
    expect(whyUnhealthy(aMachine('a', { node: false }), [])).toEqual(['has no Node yet']);
  });
});
