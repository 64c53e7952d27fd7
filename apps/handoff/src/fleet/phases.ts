import { isTrue } from '@handoff/reconcile';
import type { ClusterObjects } from './fleet.js';

/** The seven phases of a cluster's way from a commit to ready. */
export const phaseNames = ['Declare', 'Sync', 'Reconcile', 'Provision', 'Bootstrap', 'Add-ons', 'Ready'] as const;
export type PhaseName = (typeof phaseNames)[number];

/** When a phase began and ended, in ms since the epoch; absent: not yet. */
export interface Span {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export type Phases = Readonly<Record<PhaseName, Span>>;

/** What has been reached, read off the objects alone. */
interface Reached {
  readonly applied: boolean;
  readonly dataReady: boolean;
  readonly anyVm: boolean;
  readonly anyOn: boolean;
  readonly allProvisioned: boolean;
  readonly initialized: boolean;
  readonly allRunning: boolean;
  readonly addonsReady: boolean;
  readonly allReady: boolean;
}

/** How many Machines are declared. */
export const declaredMachines = ({ controlPlane, deployments }: ClusterObjects): number =>
  (controlPlane?.spec.replicas ?? (controlPlane === undefined ? 0 : 1))
  + deployments.reduce((sum, { spec }) => sum + (spec.replicas ?? 1), 0);

/** Ready: all declared Machines are Running, all Nodes Ready, add-ons ready. */
export const isReady = (objects: ClusterObjects): boolean => reached(objects).allReady;

/** Whether nothing of it is left in the API. */
export function isGone(objects: ClusterObjects): boolean {
  const { cluster, infrastructure, controlPlane, deployments, sets, machines, configs, vsphereMachines, vms, claims, addresses } = objects;
  const left = [cluster, infrastructure, controlPlane, ...deployments, ...sets, ...machines, ...configs, ...vsphereMachines, ...vms];
  return [...left, ...claims, ...addresses].every((object) => object === undefined);
}

function reached(objects: ClusterObjects): Reached {
  const { cluster, machines, vms, plans, name } = objects;
  const declared = declaredMachines(objects);
  const all = (holds: (machine: ClusterObjects['machines'][number]) => boolean): boolean => declared > 0 && machines.length >= declared && machines.every(holds);
  const allRunning = all((machine) => machine.status?.phase === 'Running');
  const addonsReady = plans.every((plan) => plan.status?.clusters?.find((entry) => entry.name === name)?.phase === 'Ready');
  const initialized = cluster?.status?.initialization?.controlPlaneInitialized === true;
  const nodesReady = all((machine) => isTrue(machine, 'NodeReady'));
  return {
    applied: cluster !== undefined && declared > 0,
    dataReady: all((machine) => machine.spec.bootstrap.dataSecretName !== undefined),
    anyVm: vms.length > 0,
    anyOn: machines.some((machine) => machine.status?.initialization?.infrastructureProvisioned === true),
    allProvisioned: all((machine) => machine.status?.initialization?.infrastructureProvisioned === true),
    initialized, allRunning,
    addonsReady: initialized && addonsReady,
    allReady: allRunning && nodesReady && initialized && addonsReady,
  };
}

/** Follows one cluster through its phases. Each mark is set once, when it is first seen. */
export class PhaseRecorder {
  readonly #marks = new Map<keyof Reached, number>();

  /** @param committed when the declaration was in the repository, ms since the epoch */
  constructor(readonly committed: number) {}

  /** Looks at the objects as they are at `now`. */
  look(objects: ClusterObjects, now: number): void {
    for (const [mark, holds] of Object.entries(reached(objects)) as [keyof Reached, boolean][]) {
      if (holds && !this.#marks.has(mark)) this.#marks.set(mark, now);
    }
  }

  get readyAt(): number | undefined {
    return this.#marks.get('allReady');
  }

  get phases(): Phases {
    const at = (mark: keyof Reached): number | undefined => this.#marks.get(mark);
    return {
      Declare: { from: this.committed, to: this.committed },
      Sync: { from: this.committed, to: at('applied') },
      Reconcile: { from: at('applied'), to: at('dataReady') },
      Provision: { from: at('anyVm'), to: at('allProvisioned') },
      Bootstrap: { from: at('anyOn'), to: at('allRunning') },
      'Add-ons': { from: at('initialized'), to: at('addonsReady') },
      Ready: { from: at('allReady'), to: at('allReady') },
    };
  }
}
