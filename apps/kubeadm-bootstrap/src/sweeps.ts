import type { KubeadmConfig, KubeadmControlPlane, KubeObject } from '@handoff/api';
import { keyOfObject } from '@handoff/kube';
import type { Key } from '@handoff/kube';
import type { Clock } from '@handoff/time';
import { TOKEN_SWEEP_MS } from './kubeadm-config/kubeadm-config.token.js';

/** Certificates end by the calendar, and no event tells: once a day is early enough for what is renewed half a year ahead. */
const CALENDAR_SWEEP_MS = 86_400_000;

export interface SweepsDeps {
  readonly clock: Clock;
  /** Of Machines that have not joined yet. */
  readonly joining: () => readonly KubeadmConfig[];
  readonly controlPlanes: () => readonly KubeadmControlPlane[];
  readonly wake: (controller: string, key: Key) => void;
}

/** What only time changes: tokens of Machines that have not joined, `rollout.after`, and certificates. */
export function sweeps({ clock, joining, controlPlanes, wake }: SweepsDeps): ((signal: AbortSignal) => Promise<void>)[] {
  const wakeAll = (controller: string, objects: readonly KubeObject[]): void => {
    for (const object of objects) wake(controller, keyOfObject(object));
  };
  return [
    every(clock, TOKEN_SWEEP_MS, () => {
      wakeAll('kubeadmconfig', joining());
      wakeAll('kubeadmcontrolplane', controlPlanes().filter(({ spec }) => spec.rollout?.after !== undefined));
    }),
    every(clock, CALENDAR_SWEEP_MS, () => { wakeAll('kubeadmcontrolplane', controlPlanes()); }),
  ];
}

/** Ends when the signal aborts the sleep. */
const every = (clock: Clock, ms: number, run: () => void) => async (signal: AbortSignal): Promise<void> => {
  for (;;) {
    await clock.sleep(ms, signal);
    run();
  }
};
