export type {
  ApplyConflict, ApplyOutcome, ApplyRequest, BuiltinResource, Column, FieldError, FieldErrorReason, Json, JsonObject, ManagedFieldsEntry,
  Schema, UpdateToTrack, ValidationRule,
} from './types.js';
export { applyPatch, unlessOnlyTimesDiffer } from './apply/apply.js';
export { conflictMessage } from './apply/conflicts.js';
export { trackUpdate } from './apply/update.js';
export { age } from './builtin/columns.js';
export { builtinResources, subresourceKinds } from './builtin/resources.js';
export { customResourceSchema } from './builtin/crd.js';
export { applyDefaults } from './defaults.js';
export { canonical, clone, equal, isObject, objectAt } from './json.js';
export { JsonPatchMalformedError, JsonPatchPathError, JsonPatchTestError, jsonPatch } from './patch/json-patch.js';
export { mergePatch } from './patch/merge.js';
export { StrategicPatchError } from './patch/strategic-error.js';
export { strategicMergePatch } from './patch/strategic.js';
export { openApiV3, openApiV3Hash, openApiV3Index, openApiV3Path } from './openapi/document.js';
export type { DocumentedResource, GroupVersion } from './openapi/document.js';
export { prune } from './prune.js';
export type { Pruned } from './prune.js';
export { checkCrdSchema } from './validate/crd.js';
export { validate } from './validate/validate.js';
