import { z } from 'zod';
import { FaultError, ObjectGoneError } from '../errors/faults.js';
import type { MoRef } from '../moref.js';
import type { CallOptions } from '../soap/soap-client.js';
import type { RestClient } from './rest-client.js';

const batchResult = z.object({
  success: z.boolean(),
  error_messages: z.array(z.object({ id: z.string().optional(), default_message: z.string().optional() })).nullish(),
});

/** Attaches tags by id (`urn:vmomi:InventoryServiceTag:…`) in one call; tags that are attached already stay so. */
export async function attachTags(rest: RestClient, object: MoRef, tagIds: readonly string[], options: CallOptions = {}): Promise<void> {
  if (tagIds.length === 0) return;
  const operation = 'attach tags';
  const result = await rest.call(
    {
      operation,
      method: 'POST',
      path: '/rest/com/vmware/cis/tagging/tag-association?~action=attach-multiple-tags-to-object',
      body: { object_id: { type: object.type, id: object.value }, tag_ids: tagIds },
      value: batchResult,
    },
    options,
  );
  if (result.success) return;
  const errors = result.error_messages ?? [];
  const said = errors.map(({ default_message, id }) => default_message ?? id ?? 'unknown error').join('; ');
  const gone = errors.some(({ id }) => id === 'cis.tagging.objectNotFound.error');
  const context = { server: rest.server, method: operation, object, vcenterMessage: said };
  const message = `tags could not be attached to ${object.type} ${object.value} on ${rest.server}: ${said}`;
  throw gone ? new ObjectGoneError(message, context) : new FaultError(message, context);
}
