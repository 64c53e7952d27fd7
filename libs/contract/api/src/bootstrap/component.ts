import { z } from 'zod';
import { allOptional, atomic, atomicList, cel, mapList, nonEmpty, quantity, text } from '../schema/fields.js';

/** A command-line flag, without its dashes. */
export const ExtraArg = z.object({
  name: text(1, 256),
  value: text(0, 1024),
});
export type ExtraArg = z.infer<typeof ExtraArg>;

/** One key of a ConfigMap or Secret. */
export const KeySelector = atomic(z.object({
  key: z.string(),
  name: z.string().default(''),
  optional: z.boolean().optional(),
}));
export type KeySelector = z.infer<typeof KeySelector>;

/** Where the value of an environment variable is read from. */
export const EnvVarSource = allOptional({
  configMapKeyRef: KeySelector,
  fieldRef: atomic(z.object({
    fieldPath: z.string(),
    apiVersion: z.string().optional(),
  })),
  fileKeyRef: atomic(z.object({
    key: z.string(),
    path: z.string(),
    volumeName: z.string(),
    optional: z.boolean().default(false),
  })),
  resourceFieldRef: atomic(z.object({
    resource: z.string(),
    containerName: z.string().optional(),
    divisor: quantity().optional(),
  })),
  secretKeyRef: KeySelector,
});
export type EnvVarSource = z.infer<typeof EnvVarSource>;

/** An environment variable of a component. */
export const EnvVar = z.object({
  name: z.string(),
  value: z.string().optional(),
  valueFrom: EnvVarSource.optional(),
});
export type EnvVar = z.infer<typeof EnvVar>;

/** A path of the host that a component sees. */
export const HostPathMount = z.object({
  hostPath: text(1, 512),
  mountPath: text(1, 512),
  name: text(1, 512),
  pathType: z.string().optional(),
  readOnly: z.boolean().optional(),
});
export type HostPathMount = z.infer<typeof HostPathMount>;

/** What is added to the static pod of a control-plane component. */
export const ControlPlaneComponent = nonEmpty({
  extraArgs: cel(
    mapList(ExtraArg, ['name', 'value']).min(1).max(100),
    'self.all(x, self.exists_one(y, x.name == y.name))',
    'extraArgs name must be unique',
  ),
  extraEnvs: atomicList(EnvVar).min(1).max(100),
  extraVolumes: atomicList(HostPathMount).min(1).max(100),
});
export type ControlPlaneComponent = z.infer<typeof ControlPlaneComponent>;
