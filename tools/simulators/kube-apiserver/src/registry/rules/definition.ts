import { rfc3339 } from '@handoff/time';
import { asArray, asObject, asString, at, withAt } from '../../machinery/json.js';
import { invalidValue, requiredValue } from '../../machinery/invalid.js';
import { withMetadata } from '../../machinery/object.js';
import type { ApiObject } from '../../machinery/object.js';
import type { FieldError } from '../../schema/index.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';
import { checkDefinitionSchema } from '../schema-engine.js';

export const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

const versionsOf = (definition: ApiObject): readonly unknown[] => asArray(at(definition, 'spec', 'versions'));

const storageVersion = (definition: ApiObject): string =>
  asString(at(versionsOf(definition).find((version) => at(version, 'storage') === true), 'name'));

function errorsOf(definition: ApiObject): readonly FieldError[] {
  const { name } = definition.metadata;
  const spec = asObject(definition['spec']);
  const expected = `${asString(at(spec, 'names', 'plural'))}.${asString(spec['group'])}`;
  const errors: FieldError[] = [];
  if (name !== expected) errors.push(invalidValue('metadata.name', name, 'must be spec.names.plural+"."+spec.group'));
  const versions = versionsOf(definition);
  if (versions.filter((version) => at(version, 'storage') === true).length !== 1) {
    errors.push(invalidValue('spec.versions', spec['versions'], 'must have exactly one version marked as storage version'));
  }
  if (spec['scope'] !== 'Namespaced' && spec['scope'] !== 'Cluster') errors.push(requiredValue('spec.scope', ''));
  versions.forEach((version, index) => {
    // A schema that all versions share is spoken of under its old place.
    const path = versions.length === 1 ? 'spec.validation.openAPIV3Schema' : `spec.versions[${String(index)}].schema.openAPIV3Schema`;
    const schema = at(version, 'schema', 'openAPIV3Schema');
    if (schema === undefined) errors.push(requiredValue(path, 'schemas are required'));
    else errors.push(...checkDefinitionSchema(asObject(schema), path));
  });
  return errors;
}

function changeErrors(definition: ApiObject, old: ApiObject): readonly FieldError[] {
  const fixed = [['spec', 'group'], ['spec', 'scope'], ['spec', 'names', 'kind'], ['spec', 'names', 'plural']];
  const established = asArray(at(old, 'status', 'conditions')).some((condition) => at(condition, 'type') === 'Established' && at(condition, 'status') === 'True');
  if (!established) return [];
  return fixed.filter((path) => at(definition, ...path) !== at(old, ...path))
    .map((path) => invalidValue(path.join('.'), at(definition, ...path), 'field is immutable'));
}

/** The condition of a definition that is being deleted. */
export const terminating = (reason: string, message: string, now: number): object =>
  ({ type: 'Terminating', status: 'True', lastTransitionTime: rfc3339(now), reason, message });

const UNSETTLED = { conditions: [], acceptedNames: { plural: '', kind: '' } };

export const definitionRules: Rules = {
  ...defaultRules,
  generation: true,
  prepareCreate: (definition) =>
    withAt(definition, ['status'], { ...UNSETTLED, storedVersions: [storageVersion(definition)] }) as unknown as ApiObject,
  prepareDelete: (definition, now) => {
    const condition = terminating('InstanceDeletionPending', 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon', now);
    const others = asArray(at(definition, 'status', 'conditions')).filter((entry) => at(entry, 'type') !== 'Terminating');
    const marked = withAt(definition, ['status', 'conditions'], [...others, condition]) as unknown as ApiObject;
    return withMetadata(marked, { finalizers: [...new Set([...(definition.metadata.finalizers ?? []), CLEANUP])] });
  },
  validate: (definition, old, subresource) =>
    (subresource === 'status' ? [] : [...errorsOf(definition), ...(old === undefined ? [] : changeErrors(definition, old))]),
};
