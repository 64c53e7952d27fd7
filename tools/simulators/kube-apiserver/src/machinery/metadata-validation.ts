import { at, asArray, asObject } from './json.js';
import { forbiddenValue, invalidValue, requiredValue } from './invalid.js';
import { labelValue, qualifiedName } from './names.js';
import type { NameRule } from './names.js';
import type { ApiObject, Metadata } from './object.js';
import type { FieldError } from '../schema/types.js';

const ANNOTATIONS_LIMIT = 256 * 1024;

/** Checks the metadata of an object, without what differs between create and update. */
export function validateMetadata(object: ApiObject, nameRule: NameRule, core: boolean): readonly FieldError[] {
  const { metadata } = object;
  const { name, generateName } = metadata;
  const errors: FieldError[] = [];
  if (generateName !== undefined && generateName !== '') {
    // A generated suffix follows, so a trailing dash is fine.
    const wrong = nameRule(`${generateName.replace(/-$/, '')}x`);
    if (wrong !== undefined) errors.push(invalidValue('metadata.generateName', generateName, wrong));
  }
  if (typeof name !== 'string' || name === '') errors.push(requiredValue('metadata.name', 'name or generateName is required'));
  else {
    const wrong = nameRule(name);
    if (wrong !== undefined) errors.push(invalidValue('metadata.name', name, wrong));
  }
  return [
    ...errors, ...labelErrors(metadata), ...annotationErrors(metadata), ...finalizerErrors(metadata, core), ...ownerErrors(metadata),
  ];
}

function labelErrors({ labels }: Metadata): readonly FieldError[] {
  return Object.entries(asObject(labels)).flatMap(([key, value]) => {
    const wrongKey = qualifiedName(key);
    if (wrongKey !== undefined) return [invalidValue('metadata.labels', key, wrongKey)];
    const wrong = labelValue(String(value));
    return wrong === undefined ? [] : [invalidValue('metadata.labels', value, wrong)];
  });
}

function annotationErrors({ annotations }: Metadata): readonly FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(asObject(annotations))) {
    const wrong = qualifiedName(key.toLowerCase());
    if (wrong !== undefined) errors.push(invalidValue('metadata.annotations', key, wrong));
    size += Buffer.byteLength(key) + Buffer.byteLength(String(value));
  }
  if (size > ANNOTATIONS_LIMIT) {
    errors.push({ path: 'metadata.annotations', reason: 'FieldValueTooLong', message: `Too long: may not be more than ${String(ANNOTATIONS_LIMIT)} bytes` });
  }
  return errors;
}

const BARE_FINALIZERS = new Set(['orphan', 'foregroundDeletion', 'kubernetes']);

/** Only kinds of the core insist on finalizers that belong to a domain. */
function finalizerErrors({ finalizers }: Metadata, core: boolean): readonly FieldError[] {
  return asArray(finalizers).flatMap((finalizer, index) => {
    const text = String(finalizer);
    const wrong = qualifiedName(text);
    if (wrong !== undefined) return [invalidValue('metadata.finalizers', text, wrong)];
    if (!core || text.includes('/') || BARE_FINALIZERS.has(text)) return [];
    return [invalidValue(`metadata.finalizers[${String(index)}]`, text, 'name is neither a standard finalizer name nor is it fully qualified')];
  });
}

/** What servers say to a custom resource that gets a finalizer of no domain, or of one but without a path. */
export function finalizerAdvice(metadata: Metadata, before: Metadata | undefined): readonly string[] {
  const known = new Set(before?.finalizers);
  return (metadata.finalizers ?? []).filter((name) => !name.includes('/') && !BARE_FINALIZERS.has(name) && !known.has(name)).map((name) =>
    `metadata.finalizers: "${name}": prefer a domain-qualified finalizer name ${name.includes('.') ? 'including a path (/) ' : ''}` +
    'to avoid accidental conflicts with other finalizer writers');
}

function ownerErrors({ ownerReferences }: Metadata): readonly FieldError[] {
  const owners = asArray(ownerReferences);
  const errors = owners.flatMap((owner) => ['apiVersion', 'kind', 'name', 'uid'].flatMap((field) => {
    const value = at(owner, field);
    if (typeof value === 'string' && value !== '') return [];
    return [invalidValue(`metadata.ownerReferences.${field}`, value ?? '', field === 'apiVersion' ? 'version must not be empty' : 'must not be empty')];
  }));
  const controllers = owners.filter((owner) => at(owner, 'controller') === true);
  if (controllers.length > 1) {
    const described = controllers.map((owner) => `${String(at(owner, 'kind'))}/${String(at(owner, 'name'))}`).join(', ');
    errors.push(invalidValue('metadata.ownerReferences', owners,
      `Only one reference can have Controller set to true. Found "true" in references for ${described.replace(', ', ' and ')}`));
  }
  return errors;
}

/** Checks what must not change once an object exists. */
export function validateMetadataUpdate(object: ApiObject, old: ApiObject): readonly FieldError[] {
  const fixed = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;
  const errors: FieldError[] = fixed.filter((field) => object.metadata[field] !== old.metadata[field])
    .map((field) => invalidValue(`metadata.${field}`, object.metadata[field], 'field is immutable'));
  if (old.metadata.deletionTimestamp !== undefined) {
    const known = new Set(old.metadata.finalizers);
    const added = (object.metadata.finalizers ?? []).filter((finalizer) => !known.has(finalizer));
    if (added.length > 0) {
      errors.push(forbiddenValue('metadata.finalizers', 'no new finalizers can be added if the object is being deleted, ' +
        `found new finalizers []string{${added.map((finalizer) => JSON.stringify(finalizer)).join(', ')}}`));
    }
  }
  return errors;
}
