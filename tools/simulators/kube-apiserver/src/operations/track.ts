import { asArray } from '../machinery/json.js';
import type { JsonObject } from '../machinery/json.js';
import { withMetadata } from '../machinery/object.js';
import type { ApiObject } from '../machinery/object.js';
import { trackManagers } from '../registry/schema-engine.js';
import type { WriteContext } from './context.js';

/** `after` with the fields that this write changed on the account of its manager. */
export function tracked(context: WriteContext, before: ApiObject | undefined, after: ApiObject): ApiObject {
  const { core, resource, fieldManager, subresource } = context;
  const managedFields = trackManagers(resource.schema, before, after, {
    manager: fieldManager, apiVersion: resource.apiVersion, now: new Date(core.clock.now()), ...(subresource === '' ? {} : { subresource }),
  });
  return withMetadata(after, { managedFields: managedFields === undefined || managedFields.length === 0 ? undefined : managedFields });
}

/** The object without the times of its managers: what decides whether a write changed anything. */
export function withoutTimes(object: ApiObject): ApiObject {
  const entries = asArray(object.metadata.managedFields) as readonly JsonObject[];
  return withMetadata(object, { managedFields: entries.map((entry) => ({ ...entry, time: undefined })) });
}
