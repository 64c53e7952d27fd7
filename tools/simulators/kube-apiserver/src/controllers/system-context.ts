import { loopback } from '../access/user.js';
import type { Core, WriteContext } from '../operations/context.js';
import type { Resource } from '../registry/resource.js';

interface Key {
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** A write by the server itself. */
export const systemContext = (core: Core, resource: Resource, key: Key): WriteContext => ({
  core, resource, namespace: key.namespace, name: key.name, subresource: '', user: loopback,
  fieldManager: 'kube-apiserver', fieldValidation: 'Ignore', dryRun: false, warn: () => undefined,
});
