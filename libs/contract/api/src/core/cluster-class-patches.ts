import { z } from 'zod';
import { allOptional, anyJson, atomicList, nonEmpty, stringMap, text } from '../schema/fields.js';
import { GROUP_VERSION, KIND_NAME } from '../schema/patterns.js';

/** One change to a template. */
export const JsonPatch = z.object({
  op: z.enum(['add', 'replace', 'remove']),
  path: text(1, 512),
  value: anyJson().optional(),
  valueFrom: allOptional({
    template: text(1, 10240),
    variable: text(1, 256),
  }).optional(),
});
export type JsonPatch = z.infer<typeof JsonPatch>;

/** Which templates a patch changes. */
export const PatchSelector = z.object({
  apiVersion: text(1, 317).regex(GROUP_VERSION),
  kind: text(1, 63).regex(KIND_NAME),
  matchResources: nonEmpty({
    controlPlane: z.boolean(),
    infrastructureCluster: z.boolean(),
    machineDeploymentClass: allOptional({
      names: atomicList(text(1, 256)).max(100),
    }),
    machinePoolClass: allOptional({
      names: atomicList(text(1, 256)).max(100),
    }),
  }),
});
export type PatchSelector = z.infer<typeof PatchSelector>;

/** Changes and the templates that they apply to. */
export const PatchDefinition = z.object({
  jsonPatches: atomicList(JsonPatch).min(1).max(100),
  selector: PatchSelector,
});
export type PatchDefinition = z.infer<typeof PatchDefinition>;

/** A patch that a runtime extension makes. */
export const ExternalPatchDefinition = allOptional({
  discoverVariablesExtension: text(1, 512),
  generatePatchesExtension: text(1, 512),
  settings: stringMap(),
  validateTopologyExtension: text(1, 512),
});
export type ExternalPatchDefinition = z.infer<typeof ExternalPatchDefinition>;

/** A named patch, applied in order. */
export const ClusterClassPatch = z.object({
  name: text(1, 256),
  definitions: atomicList(PatchDefinition).max(100).optional(),
  description: text(1, 1024).optional(),
  enabledIf: text(1, 256).optional(),
  external: ExternalPatchDefinition.optional(),
});
export type ClusterClassPatch = z.infer<typeof ClusterClassPatch>;
