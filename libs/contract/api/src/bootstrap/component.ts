import { z } from 'zod';
import { allOptional, atomic, atomicList, cel, mapList, nonEmpty, quantity, text } from '../schema/fields.js';

export const ExtraArg = z.object({
  name: text(1, 256).describe('Name of the flag.'),
  value: text(0, 1024).describe('Value of the flag.'),
}).describe('A command-line flag, without its dashes.');
export type ExtraArg = z.infer<typeof ExtraArg>;

export const KeySelector = atomic(z.object({
  key: z.string().describe('The key.'),
  name: z.string().default('').describe('Name of the object.'),
  optional: z.boolean().describe('Whether it may be missing.').optional(),
})).describe('One key of a ConfigMap or Secret.');
export type KeySelector = z.infer<typeof KeySelector>;

export const EnvVarSource = allOptional({
  configMapKeyRef: KeySelector.describe('A key of a ConfigMap.'),
  fieldRef: atomic(z.object({
    fieldPath: z.string().describe('Path of the field.'),
    apiVersion: z.string().optional(),
  })).describe('A field of the Pod.'),
  fileKeyRef: atomic(z.object({
    key: z.string().describe('The key.'),
    path: z.string().describe('Path of the file.'),
    volumeName: z.string().describe('Name of the volume.'),
    optional: z.boolean().default(false).describe('Whether it may be missing.'),
  })).describe('A key of a file in a volume.'),
  resourceFieldRef: atomic(z.object({
    resource: z.string().describe('E.g. limits.cpu.'),
    containerName: z.string().describe('Name of the container.').optional(),
    divisor: quantity().describe('Unit of the result.').optional(),
  })).describe('A resource of a container.'),
  secretKeyRef: KeySelector.describe('A key of a Secret.'),
}).describe('Where the value of an environment variable is read from.');
export type EnvVarSource = z.infer<typeof EnvVarSource>;

export const EnvVar = z.object({
  name: z.string().describe('Name of the variable.'),
  value: z.string().describe('Value of the variable.').optional(),
  valueFrom: EnvVarSource.describe('Where the value comes from.').optional(),
}).describe('An environment variable of a component.');
export type EnvVar = z.infer<typeof EnvVar>;

export const HostPathMount = z.object({
  hostPath: text(1, 512).describe('Path on the host.'),
  mountPath: text(1, 512).describe('Path in the Pod.'),
  name: text(1, 512).describe('Name of the volume.'),
  pathType: z.string().describe('What the path must be, e.g. FileOrCreate.').optional(),
  readOnly: z.boolean().describe('Whether it cannot be written to.').optional(),
}).describe('A path of the host that a component sees.');
export type HostPathMount = z.infer<typeof HostPathMount>;

export const ControlPlaneComponent = nonEmpty({
  extraArgs: cel(
    mapList(ExtraArg, ['name', 'value']).min(1).max(100),
    'self.all(x, self.exists_one(y, x.name == y.name))',
    'extraArgs name must be unique',
  ).describe('Flags, added to those that kubeadm sets.'),
  extraEnvs: atomicList(EnvVar).min(1).max(100).describe('Environment variables.'),
  extraVolumes: atomicList(HostPathMount).min(1).max(100).describe('Paths of the host to mount.'),
}).describe('What is added to the static pod of a control-plane component.');
export type ControlPlaneComponent = z.infer<typeof ControlPlaneComponent>;
