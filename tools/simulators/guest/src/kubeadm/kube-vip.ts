import { parse, YAMLError } from 'yaml';
import { z } from 'zod';

import type { GuestFileSystem } from '../system/file-system.js';
import { podSpecSchema, type PodSpec } from '../workload/kinds.js';

export const manifestsDirectory = '/etc/kubernetes/manifests';

/** The virtual address that a kube-vip manifest announces for the control plane. */
export interface VirtualAddress {
  readonly address: string;
  readonly port: number;
  /** The kubeconfig on the host that kube-vip uses to take part in its leader election. */
  readonly kubeconfigPath: string | undefined;
}

/** A static pod of the node. */
export interface StaticPod {
  readonly path: string;
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

const manifestSchema = z.looseObject({
  apiVersion: z.literal('v1'),
  kind: z.literal('Pod'),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).nullish(),
    annotations: z.record(z.string(), z.string()).nullish(),
  }),
  spec: podSpecSchema,
});

/** The pods that the kubelet finds in its manifests directory. Files that are no pod are passed over, as the kubelet does. */
export function readStaticPods(files: GuestFileSystem, unreadable: (path: string, why: string) => void): StaticPod[] {
  return files.filesUnder(manifestsDirectory).flatMap((path) => {
    try {
      const { metadata, spec } = manifestSchema.parse(parse(files.read(path), { prettyErrors: false }));
      return [
        {
          path,
          name: metadata.name,
          namespace: metadata.namespace ?? 'default',
          labels: metadata.labels ?? {},
          annotations: metadata.annotations ?? {},
          spec,
        },
      ];
    } catch (error) {
      if (!(error instanceof z.ZodError) && !(error instanceof YAMLError)) throw error;
      unreadable(path, error instanceof YAMLError ? error.code : 'not a Pod');
      return [];
    }
  });
}

/** What kube-vip would announce from this node; undefined without a manifest that has its control-plane part on. */
export function virtualAddressOf(pods: readonly StaticPod[]): VirtualAddress | undefined {
  for (const { spec } of pods) {
    const container = spec.containers.find(({ image }) => /(^|\/)kube-vip(-iptables)?(:|@|$)/.test(image ?? ''));
    if (container === undefined) continue;
    const value = (...names: string[]): string | undefined =>
      names.map((name) => container.env?.find((entry) => entry.name === name)?.value).find((text) => text !== undefined && text !== '');
    const address = value('address', 'vip_address');
    if (address === undefined || value('cp_enable') !== 'true') continue;
    const mount = container.volumeMounts?.find(({ mountPath }) => mountPath === '/etc/kubernetes/admin.conf');
    const kubeconfigPath = spec.volumes?.find(({ name }) => name === mount?.name)?.hostPath?.path;
    return { address, port: Number(value('port') ?? 6443), kubeconfigPath };
  }
  return undefined;
}
