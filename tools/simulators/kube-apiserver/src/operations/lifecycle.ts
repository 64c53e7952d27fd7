import { at } from '../machinery/json.js';
import { forbidden, notFound } from '../machinery/status-error.js';
import type { WriteContext } from './context.js';

const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';

/** Refuses to create what is about to be served no more. @throws StatusError 403 */
export function requireDefinition({ core, resource, name }: WriteContext): void {
  if (!resource.custom || core.storage.get(DEFINITIONS, undefined, resource.collection)?.metadata.deletionTimestamp === undefined) return;
  throw forbidden(resource, name, 'create not allowed while custom resource definition is terminating');
}

/** Refuses to create in a namespace that is missing or on its way out. @throws StatusError 404, 403 */
export function requireNamespace({ core, resource, namespace, name }: WriteContext): void {
  if (namespace === undefined) return;
  const found = core.storage.get('namespaces', undefined, namespace);
  if (found === undefined) throw notFound({ group: '', plural: 'namespaces' }, namespace);
  if (found.metadata.deletionTimestamp === undefined && at(found, 'status', 'phase') !== 'Terminating') return;
  throw forbidden(resource, name, `unable to create new content in namespace ${namespace} because it is being terminated`,
    [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }]);
}
