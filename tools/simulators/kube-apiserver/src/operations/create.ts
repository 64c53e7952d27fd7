import { randomSuffix, rfc3339 } from '@handoff/time';
import { invalid } from '../machinery/invalid.js';
import { without } from '../machinery/json.js';
import { validateMetadata } from '../machinery/metadata-validation.js';
import { withMetadata } from '../machinery/object.js';
import type { ApiObject, SentObject } from '../machinery/object.js';
import { StatusError, alreadyExists, badRequest } from '../machinery/status-error.js';
import { uidFrom } from '../machinery/uid.js';
import { hide, show } from '../registry/resource.js';
import { defaultObject, validateObject } from '../registry/schema-engine.js';
import { advise, ruleContext } from './context.js';
import type { WriteContext } from './context.js';
import { decode, dropUnknown, inNamespace, requireReadable } from './decode.js';
import { requireDefinition, requireNamespace } from './lifecycle.js';
import { tracked } from './track.js';

/** Kubernetes keeps generated names within 63 characters, five of which are the suffix. */
const GENERATED_PREFIX_LIMIT = 58;

/** Creates an object from the body of a request. */
export function create(context: WriteContext, body: unknown): ApiObject {
  const sent = inNamespace(dropUnknown(decode(body, context.resource), context, body), context);
  const given = sent.metadata.name ?? '';
  if (context.name !== '' && given !== '' && given !== context.name) {
    throw badRequest(`the name of the object (${given}) does not match the name on the URL (${context.name})`);
  }
  if ((sent.metadata.resourceVersion ?? '') !== '' && sent.metadata.resourceVersion !== '0') {
    throw new StatusError(500, '', 'resourceVersion should not be set on objects to be created');
  }
  return admit(context, tracked(context, undefined, complete(context, sent)));
}

/** Creates an object that an apply has already merged, with its managers. */
export function createApplied(context: WriteContext, merged: SentObject): ApiObject {
  return admit(context, withMetadata(complete(context, merged), { managedFields: merged.metadata.managedFields }));
}

/** The object with what the server gives to it, and with its defaults. */
function complete(context: WriteContext, sent: SentObject): ApiObject {
  const { core, resource } = context;
  const { metadata } = sent;
  const generated = (metadata.name ?? '') === '' && (metadata.generateName ?? '') !== ''
    ? `${(metadata.generateName ?? '').slice(0, GENERATED_PREFIX_LIMIT)}${randomSuffix(core.random)}` : metadata.name;
  requireNamespace({ ...context, name: generated ?? '' });
  requireDefinition({ ...context, name: generated ?? '' });
  const fresh = withMetadata(sent, {
    name: generated, uid: uidFrom(core.random), creationTimestamp: rfc3339(core.clock.now()), resourceVersion: undefined,
    deletionTimestamp: undefined, deletionGracePeriodSeconds: undefined,
    generation: resource.rules.generation ? 1 : undefined,
  });
  const wished = resource.subresources.includes('status') && resource.rules.statusOnCreate !== true ? (without(fresh, 'status') as unknown as ApiObject) : fresh;
  return defaultObject(resource, wished);
}

// What the rules set, unlike defaults, belongs to no manager: they come after tracking.
function admit(context: WriteContext, completed: ApiObject): ApiObject {
  const { core, resource } = context;
  const object = resource.rules.prepareCreate?.(completed, ruleContext(context)) ?? completed;
  const { name, namespace } = object.metadata;
  const schemaErrors = validateObject(resource, object);
  requireReadable(context, schemaErrors);
  const errors = [
    ...validateMetadata(object, resource.rules.nameRule, resource.group === ''),
    ...schemaErrors,
    ...(resource.rules.validate?.(object, undefined, '') ?? []),
  ];
  if (errors.length > 0) throw invalid(resource, name, errors);
  const present = core.storage.get(resource.collection, namespace, name);
  if (present !== undefined) throw alreadyExists(resource, name, present.metadata.deletionTimestamp !== undefined);
  advise(context, object.metadata, undefined);
  if (resource.deprecationWarning !== undefined) context.warn(resource.deprecationWarning);
  if (context.dryRun) return object;
  return show(resource, core.storage.put(resource.collection, hide(resource, object)));
}
