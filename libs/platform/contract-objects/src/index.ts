export { ContractKinds, pluralOf } from './contract-kinds.js';
export { fillName } from './naming.js';
export { takeOwnership } from './ownership.js';
export type { Ownership } from './ownership.js';
export { aboutKey, byClusterName, byOwner, keysBy, objectKey } from './references.js';
export { createPart, mayLackParts, partReference, readTemplate, tracedAnnotations } from './template.js';
export type { MachinePart } from './template.js';
