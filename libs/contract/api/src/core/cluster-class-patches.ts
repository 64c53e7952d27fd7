import { z } from 'zod';
import { allOptional, anyJson, atomicList, nonEmpty, stringMap, text } from '../schema/fields.js';
import { GROUP_VERSION, KIND_NAME } from '../schema/patterns.js';

export const JsonPatch = z.object({
  op: z.enum(['add', 'replace', 'remove']).describe('add, replace or remove.'),
  path: text(1, 512).describe('JSON pointer below /spec/template/spec.'),
  value: anyJson().describe('The new value.').optional(),
  valueFrom: allOptional({
    template: text(1, 10240).describe('Go template over the variables.'),
    variable: text(1, 256).describe('Name of a variable, or path into it.'),
  }).describe('Where the value comes from.').optional(),
}).describe('One change to a template.');
export type JsonPatch = z.infer<typeof JsonPatch>;

export const PatchSelector = z.object({
  apiVersion: text(1, 317).regex(GROUP_VERSION).describe('Group and version of the template.'),
  kind: text(1, 63).regex(KIND_NAME).describe('Kind of the template.'),
  matchResources: nonEmpty({
    controlPlane: z.boolean().describe("The control plane's template."),
    infrastructureCluster: z.boolean().describe("The infrastructure's template."),
    machineDeploymentClass: allOptional({
      names: atomicList(text(1, 256)).max(100).describe('Names of classes; * matches all.'),
    }).describe('Templates of these worker classes.'),
    machinePoolClass: allOptional({
      names: atomicList(text(1, 256)).max(100).describe('Names of classes; * matches all.'),
    }).describe('Templates of these pool classes.'),
  }).describe('By use.'),
}).describe('Which templates a patch changes.');
export type PatchSelector = z.infer<typeof PatchSelector>;

export const PatchDefinition = z.object({
  jsonPatches: atomicList(JsonPatch).min(1).max(100).describe('The changes.'),
  selector: PatchSelector.describe('Which templates.'),
}).describe('Changes and the templates that they apply to.');
export type PatchDefinition = z.infer<typeof PatchDefinition>;

export const ExternalPatchDefinition = allOptional({
  discoverVariablesExtension: text(1, 512).describe('Handler that tells the variables.'),
  generatePatchesExtension: text(1, 512).describe('Handler that makes the changes.'),
  settings: stringMap().describe('Values that the handlers get.'),
  validateTopologyExtension: text(1, 512).describe('Handler that checks the result.'),
}).describe('A patch that a runtime extension makes.');
export type ExternalPatchDefinition = z.infer<typeof ExternalPatchDefinition>;

export const ClusterClassPatch = z.object({
  name: text(1, 256).describe('Name of the patch.'),
  definitions: atomicList(PatchDefinition).max(100).describe('What is changed where.').optional(),
  description: text(1, 1024).describe('What the patch is for.').optional(),
  enabledIf: text(1, 256).describe('Go template; the patch applies when it renders true.').optional(),
  external: ExternalPatchDefinition.optional(),
}).describe('A named patch, applied in order.');
export type ClusterClassPatch = z.infer<typeof ClusterClassPatch>;
