import { parseFieldSelector } from '../machinery/field-selector.js';
import { parseLabelSelector } from '../machinery/label-selector.js';
import type { ApiObject } from '../machinery/object.js';
import { badRequest } from '../machinery/status-error.js';
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
  try {
    return parseFieldSelector(text, known, (object) => ({
      'metadata.name': object.metadata.name,
      'metadata.namespace': object.metadata.namespace ?? '',
      ...fields?.of(object),
    }));
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('field label')) throw error;
    throw badRequest(`Unable to find "${resource.apiVersion}, Resource=${resource.plural}" that match label selector "", field selector "${text}": ${error.message}`);
  }
}
