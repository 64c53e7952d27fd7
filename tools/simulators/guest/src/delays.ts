/** How long simulated work takes, in milliseconds. */
export interface Delays {
  /** Power-on until cloud-init runs. */
  readonly boot: number;
  /** `kubeadm init`: static pods start, etcd and the API server answer. */
  readonly kubeadmInit: number;
  /** `kubeadm join`, worker or control plane. */
  readonly kubeadmJoin: number;
  /** Pull of an image and start of its containers, per pod. */
  readonly podStart: number;
  /** A pod's way from SIGTERM to gone. */
  readonly podStop: number;
  /** How long a silent kubelet is still believed (kube-controller-manager's node-monitor-grace-period). */
  readonly nodeGrace: number;
  /** Election of another kube-vip leader after the holder of the VIP is gone. */
  readonly vipFailover: number;
  /**
   * How long `kubeadm join` goes on asking for a cluster-info that its token signs, before it gives up. A limit, never spent in full
   * without a fault.
   */
  readonly discoveryTimeout: number;
}

/** The named sets of delays: `real` follows what the parts take in the field, `demo` is about a tenth of it. */
export const delayPresets = {
  real: {
    boot: 30_000,
    kubeadmInit: 60_000,
    kubeadmJoin: 40_000,
    podStart: 10_000,
    podStop: 2_000,
    nodeGrace: 40_000,
    vipFailover: 5_000,
    discoveryTimeout: 300_000,
  },
  demo: {
    boot: 3_000,
    kubeadmInit: 6_000,
    kubeadmJoin: 4_000,
    podStart: 1_000,
    podStop: 200,
    nodeGrace: 4_000,
    vipFailover: 500,
    discoveryTimeout: 5_000,
  },
  none: { boot: 0, kubeadmInit: 0, kubeadmJoin: 0, podStart: 0, podStop: 0, nodeGrace: 0, vipFailover: 0, discoveryTimeout: 1_000 },
} as const satisfies Record<string, Delays>;

export type DelayPreset = keyof typeof delayPresets;

/** Completes a partial set of delays; a preset's name stands for the whole set. Absent: none. */
export function delaysOf(choice: DelayPreset | Partial<Delays> | undefined): Delays {
  if (typeof choice === 'string') return delayPresets[choice];
  return { ...delayPresets.none, ...choice };
}
