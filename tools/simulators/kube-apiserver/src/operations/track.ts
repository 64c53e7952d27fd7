import { asArray } from '../machinery/json.js';
import type { JsonObject } from '../machinery/json.js';
import { withMetadata } from '../machinery/object.js';
import type { ApiObject } from '../machinery/object.js';
import { trackManagers } from '../registry/schema-engine.js';
import type { Writer } from '../registry/schema-engine.js';
import type { WriteContext } from './context.js';

export const writerOf = ({ core, fieldManager, subresource }: WriteContext): Writer =>
  ({ manager: fieldManager, subresource, now: new Date(core.clock.now()) });

/** `after` with the fields that this write changed on the account of its manager. */
export const tracked = (context: WriteContext, before: ApiObject | undefined, after: ApiObject): ApiObject =>
  trackManagers(context.resource, before, after, writerOf(context));

/** The object without the times of its managers: what decides whether a write changed anything. */
export function withoutTimes(object: ApiObject): ApiObject {
  const entries = asArray(object.metadata.managedFields) as readonly JsonObject[];
  return entries.length === 0 ? object : withMetadata(object, { managedFields: entries.map((entry) => ({ ...entry, time: undefined })) });
}
