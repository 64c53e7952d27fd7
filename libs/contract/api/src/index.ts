export { Condition, ObjectMeta, OwnerReference } from './object.js';
export type { CustomObject, KubeObject, ObjectKey, Unstructured } from './object.js';
export { builtinKind, defineKind, noStatus, unstructuredKind } from './kind.js';
export type { CustomKind, Kind, KindDefinition, PrinterColumn, ScalePaths } from './kind.js';
