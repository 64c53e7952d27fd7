import { at } from '../machinery/json.js';
import { forbidden, notFound } from '../machinery/status-error.js';
import type { WriteContext } from './context.js';

/** Refuses to create in a namespace that is missing or on its way out. @throws StatusError 404, 403 */
export function requireNamespace({ core, resource, namespace, name }: WriteContext): void {
  if (namespace === undefined) return;
  const found = core.storage.get('namespaces', undefined, namespace);
  if (found === undefined) throw notFound({ group: '', plural: 'namespaces' }, namespace);
  if (found.metadata.deletionTimestamp === undefined && at(found, 'status', 'phase') !== 'Terminating') return;
  throw forbidden(resource, name, `unable to create new content in namespace ${namespace} because it is being terminated`,
    [{ reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' }]);
}
