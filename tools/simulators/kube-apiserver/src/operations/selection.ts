import { parseFieldSelector } from '../machinery/field-selector.js';
import { parseLabelSelector } from '../machinery/label-selector.js';
import type { ApiObject } from '../machinery/object.js';
import type { Resource } from '../registry/resource.js';

/** Which objects of a resource a request is about. */
export interface Selection {
  readonly everything: boolean;
  matches(object: ApiObject): boolean;
}

/** Reads the selectors of a list, watch or deletion of a collection. @throws StatusError 400 */
export function selectionOf(resource: Resource, labelSelector: string, fieldSelector: string, name?: string): Selection {
  const checks: ((object: ApiObject) => boolean)[] = [];
  if (name !== undefined) checks.push((object) => object.metadata.name === name);
  if (labelSelector !== '') {
    const selects = parseLabelSelector(labelSelector);
    checks.push((object) => selects(object.metadata.labels ?? {}));
  }
  if (fieldSelector !== '') checks.push(byFields(resource, fieldSelector));
  return { everything: labelSelector === '' && fieldSelector === '', matches: (object) => checks.every((check) => check(object)) };
}

function byFields(resource: Resource, text: string): (object: ApiObject) => boolean {
  const { fields } = resource.rules;
  const known = new Set(['metadata.name', ...(resource.namespaced || !resource.custom ? ['metadata.namespace'] : []), ...(fields?.names ?? [])]);
  // Resources without fields of their own say what there is instead.
  const unknown = (field: string): string => (fields !== undefined || resource.custom
    ? `field label not supported: ${field}` : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`);
  return parseFieldSelector(text, known, unknown, (object) => ({
    'metadata.name': object.metadata.name,
    'metadata.namespace': object.metadata.namespace ?? '',
    ...fields?.of(object),
  }));
}
