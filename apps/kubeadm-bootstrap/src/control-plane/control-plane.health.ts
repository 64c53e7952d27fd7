import { MachineConditions as Type } from '@handoff/api';
import type { Condition, KubeadmConfigSpec, Machine, Pod } from '@handoff/api';
import type { StoreView } from '@handoff/kube';
import { hasExternalEtcd } from '../cluster-secrets/certificates.js';

/** What a control-plane Machine's condition says of one of its parts. */
export type ComponentHealth = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

type Pods = Pick<StoreView<Pod>, 'get'>;

const STATIC_PODS = [
  { component: 'kube-apiserver', type: Type.APIServerPodHealthy },
  { component: 'kube-controller-manager', type: Type.ControllerManagerPodHealthy },
  { component: 'kube-scheduler', type: Type.SchedulerPodHealthy },
] as const;

/** The conditions that every control-plane Machine must have before it counts as Ready: without etcd's where that is external. */
export function requiredConditions(spec: KubeadmConfigSpec): readonly string[] {
  const etcd = hasExternalEtcd(spec) ? [] : [Type.EtcdPodHealthy, Type.EtcdMemberHealthy];
  return [...STATIC_PODS.map(({ type }) => type), ...etcd];
}

/** Judges a Machine's parts by its static Pods in the workload cluster; `pods` is undefined until those could be read. */
export function judgeComponents(spec: KubeadmConfigSpec, machine: Machine, pods: Pods | undefined): readonly ComponentHealth[] {
  const judge = (component: string, type: string): ComponentHealth => judgePod(component, type, machine, pods);
  const components = STATIC_PODS.map(({ component, type }) => judge(component, type));
  if (hasExternalEtcd(spec)) return components;
  const etcd = judge('etcd', Type.EtcdPodHealthy);
  // kubeadm's readiness probe of etcd asks the member itself, so its Pod speaks for it.
  const reason = { True: 'Healthy', False: 'NotHealthy', Unknown: etcd.reason }[etcd.status];
  return [...components, etcd, { ...etcd, type: Type.EtcdMemberHealthy, reason }];
}

function judgePod(component: string, type: string, machine: Machine, pods: Pods | undefined): ComponentHealth {
  const node = machine.status?.nodeRef?.name;
  if (node === undefined) return { type, status: 'Unknown', reason: 'InspectionFailed', message: 'the Machine has no Node yet' };
  if (pods === undefined) return { type, status: 'Unknown', reason: 'InspectionFailed', message: 'the workload cluster has not been read yet' };
  const name = `${component}-${node}`;
  const pod = pods.get(`kube-system/${name}`);
  if (pod === undefined) return { type, status: 'False', reason: 'DoesNotExist', message: `there is no Pod ${name}: the kubelet has not started it` };
  if (pod.metadata.deletionTimestamp !== undefined) return { type, status: 'False', reason: 'Deleting', message: `Pod ${name} is being deleted` };
  const ready = pod.status?.conditions?.find((entry) => entry.type === 'Ready');
  if (ready?.status === 'True') return { type, status: 'True', reason: 'Running', message: '' };
  const failed = pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
  const why = ready?.message ?? pod.status?.message ?? '';
  return { type, status: 'False', reason: failed ? 'Failed' : 'Provisioning', message: `Pod ${name} is not ready${why === '' ? '' : `: ${why}`}` };
}

/** What keeps a Machine from counting as a healthy member, in words; empty when nothing does. */
export function whyUnhealthy(machine: Machine, health: readonly ComponentHealth[]): readonly string[] {
  if (machine.status?.nodeRef === undefined) return ['has no Node yet'];
  return health.filter((entry) => entry.status !== 'True').map((entry) => entry.message === '' ? `${entry.type} is ${entry.status}` : entry.message);
}
