import { join } from 'node:path';
import { DEPLOY, kubectl } from '@handoff/real-plane';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

const Container = z.looseObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).default([]),
  env: z.array(z.looseObject({
    name: z.string(), value: z.string().optional(),
    valueFrom: z.looseObject({ secretKeyRef: z.object({ name: z.string(), key: z.string() }).optional() }).optional(),
  })).default([]),
  securityContext: z.looseObject({ readOnlyRootFilesystem: z.boolean().optional() }).default({}),
  resources: z.unknown(),
  livenessProbe: z.unknown(),
  readinessProbe: z.unknown(),
});

/** Anything that makes Pods. */
const Workload = z.looseObject({
  kind: z.enum(['Deployment', 'StatefulSet', 'Job']),
  metadata: z.looseObject({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.looseObject({
    replicas: z.number().optional(),
    template: z.looseObject({
      metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
      spec: z.looseObject({
        serviceAccountName: z.string().optional(),
        containers: z.array(Container),
        topologySpreadConstraints: z.array(z.unknown()).default([]),
      }),
    }),
  }),
});
export type Workload = z.infer<typeof Workload>;

const Any = z.looseObject({ kind: z.string(), metadata: z.looseObject({ name: z.string() }) });

/** What an overlay comes to. */
export interface Rendered {
  readonly workloads: readonly Workload[];
  /** `Kind/name` of everything. */
  readonly names: readonly string[];
}

/** Renders an overlay with kubectl's own kustomize. */
export async function render(overlay: string): Promise<Rendered> {
  const text = await kubectl('', 'kustomize', join(DEPLOY, 'overlays', overlay));
  const objects = parseAllDocuments(text).map((document) => Any.parse(document.toJS()));
  return {
    workloads: objects.flatMap((object) => Workload.safeParse(object).data ?? []),
    names: objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`),
  };
}
