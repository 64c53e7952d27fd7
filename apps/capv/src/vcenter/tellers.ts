import { VSphereVM } from '@handoff/api';
import type { ServiceContext } from '@handoff/service';
import { Metrics, SORT, traceparentOf } from '@handoff/telemetry';
import type { Telemetry } from '@handoff/telemetry';
import type { Clock } from '@handoff/time';
import { VSphereError } from '@handoff/vsphere';
import type { VSphereOptions } from '@handoff/vsphere';
import type { EndedTask, TaskOutcome } from './vm-tasks.js';

/** It is held open until something changes: how long says nothing of vCenter, and it is part of no work. */
const LONG_POLL = 'WaitForUpdatesEx';

/** Tells of calls to vCenter: by the method's name alone, never with what was sent or answered. */
export function callTeller({ tracer, meter }: Telemetry, clock: Clock): VSphereOptions['onCall'] {
  if (!tracer.isOn && !meter.isOn) return undefined;
  return (method, ms, ok) => {
    meter.count(Metrics.vcenterCalls, { method, outcome: ok ? 'ok' : 'failed' });
    if (method === LONG_POLL) return;
    meter.observe(Metrics.vcenterSeconds, { method }, ms / 1000);
    const to = clock.now();
    const part = { name: `vCenter ${method}`, kind: 'client', from: to - ms, to, error: ok ? undefined : 'failed' } as const;
    tracer.work?.did({ ...part, attributes: { [SORT]: 'call', 'rpc.system': 'vsphere', 'rpc.method': method } });
  };
}

/** vCenter's own name of what a task did, such as `VirtualMachine.clone`. */
function operationOf(outcome: TaskOutcome): string {
  if (outcome.state === 'succeeded') return outcome.operation ?? 'unknown';
  return outcome.state === 'failed' && outcome.error instanceof VSphereError ? outcome.error.method ?? 'unknown' : 'unknown';
}

/** Tells how long vCenter took for what it was asked to do with a machine: its clone, its start. */
export const taskTeller = ({ telemetry, stores }: ServiceContext) => ({ key, task, from, to, outcome }: EndedTask): void => {
  const { tracer, meter } = telemetry;
  const operation = operationOf(outcome);
  meter.observe(Metrics.vcenterTaskSeconds, { operation, outcome: outcome.state }, (to - from) / 1000);
  const vm = tracer.isOn ? stores.view(VSphereVM)?.get(key) : undefined;
  const parent = vm === undefined ? undefined : traceparentOf(vm);
  if (vm === undefined || parent === undefined) return;
  const name = operation.replace(/^VirtualMachine\./, '').replace(/VM$/i, ''); // vcsim says `cloneVm` where vCenter says `clone`
  const error = outcome.state === 'failed' ? outcome.error.message : undefined;
  tracer.record({
    name, kind: 'client', parent, from, to, error,
    attributes: {
      [SORT]: 'milestone', 'handoff.milestone': name, 'handoff.controller': 'vspherevm', 'vsphere.task': task,
      'k8s.object.kind': VSphereVM.kind, 'k8s.object.name': vm.metadata.name, 'k8s.namespace.name': vm.metadata.namespace ?? '',
    },
  });
};
