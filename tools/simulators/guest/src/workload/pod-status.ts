import type { Pod } from './kinds.js';

type Status = Readonly<Record<string, unknown>>;

const condition = (type: string, isTrue: boolean, time: string, why?: { readonly reason: string; readonly message: string }): Status => ({
  type,
  status: isTrue ? 'True' : 'False',
  lastProbeTime: null,
  lastTransitionTime: time,
  ...why,
});

/** All containers run and are ready. */
export function runningStatus(
  pod: Pod,
  facts: { readonly address: string; readonly host: string; readonly restarts: number; readonly time: string },
): Status {
  const { address, host, restarts, time } = facts;
  return {
    phase: 'Running',
    startTime: time,
    ...(host === '' ? {} : { hostIP: host, hostIPs: [{ ip: host }] }),
    ...(address === '' ? {} : { podIP: address, podIPs: [{ ip: address }] }),
    conditions: [
      condition('PodReadyToStartContainers', true, time),
      condition('Initialized', true, time),
      condition('Ready', true, time),
      condition('ContainersReady', true, time),
      condition('PodScheduled', true, time),
    ],
    containerStatuses: pod.spec.containers.map(({ name, image = '' }) => ({
      name,
      image,
      imageID: image,
      containerID: `containerd://${pod.metadata.uid.replaceAll('-', '')}`,
      ready: true,
      started: true,
      restartCount: restarts,
      state: { running: { startedAt: time } },
      lastState: {},
    })),
  };
}

/** No container has started yet. */
export function pendingStatus(pod: Pod, reason: string, message: string, time: string): Status {
  const why = { reason: 'ContainersNotReady', message };
  return {
    phase: 'Pending',
    startTime: time,
    conditions: [
      condition('PodReadyToStartContainers', false, time),
      condition('Initialized', true, time),
      condition('Ready', false, time, why),
      condition('ContainersReady', false, time, why),
      condition('PodScheduled', true, time),
    ],
    containerStatuses: waiting(pod, { reason, message }, 0),
  };
}

/** A container ended with an error and waits to be started again. */
export function failedStatus(pod: Pod, error: Error, restarts: number, time: string): Status {
  const why = { reason: 'ContainersNotReady', message: error.message };
  return {
    phase: 'Running',
    startTime: time,
    conditions: [
      condition('PodReadyToStartContainers', true, time),
      condition('Initialized', true, time),
      condition('Ready', false, time, why),
      condition('ContainersReady', false, time, why),
      condition('PodScheduled', true, time),
    ],
    containerStatuses: waiting(pod, { reason: 'CrashLoopBackOff', message: error.message }, restarts + 1),
  };
}

function waiting(pod: Pod, reason: Status, restartCount: number): Status[] {
  return pod.spec.containers.map(({ name, image = '' }) => ({
    name,
    image,
    imageID: '',
    ready: false,
    started: false,
    restartCount,
    state: { waiting: reason },
    lastState: restartCount === 0 ? {} : { terminated: { exitCode: 1, reason: 'Error', message: reason['message'] } },
  }));
}
