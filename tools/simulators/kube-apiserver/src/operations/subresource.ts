import { deepEqual, without } from '../machinery/json.js';
import { withMetadata } from '../machinery/object.js';
import type { ApiObject } from '../machinery/object.js';
import type { Resource } from '../registry/resource.js';

/** What of `next` a write to this subresource may change; the rest stays as it lives. */
export function withinSubresource(resource: Resource, subresource: string, live: ApiObject, next: ApiObject): ApiObject {
  if (subresource === 'status') {
    const metadata = resource.custom ? { ...live.metadata, managedFields: next.metadata.managedFields } : next.metadata;
    return withField(withMetadata(live, metadata), 'status', next['status']);
  }
  return resource.subresources.includes('status') && subresource === '' ? withField(next, 'status', live['status']) : next;
}

const withField = (object: ApiObject, field: string, value: unknown): ApiObject =>
  (value === undefined ? without(object, field) : { ...object, [field]: value }) as unknown as ApiObject;

/** Counts a change of what is wished for: everything but metadata, and but status where that is a subresource. */
export function settleGeneration(resource: Resource, subresource: string, live: ApiObject, next: ApiObject): ApiObject {
  if (!resource.rules.generation || subresource === 'status') return next;
  const aside = resource.subresources.includes('status') ? ['metadata', 'status'] : ['metadata'];
  const { counts } = resource.rules;
  const same = deepEqual(without(next, ...aside), without(live, ...aside)) && deepEqual(counts?.(next), counts?.(live));
  return same ? next
    : withMetadata(next, { generation: (live.metadata.generation ?? 0) + 1 });
}
