import { ConfigMap, Namespace, ServiceAccount } from '@handoff/api';

import { on, splitKey, type WorkloadController } from '../control-loop.js';

/** Gives every namespace its default service account and the cluster's CA. */
export function namespaceDefaults(caPem: string): WorkloadController {
  const parentKey = (object: { metadata: { namespace?: string | undefined } }): string[] => [`/${object.metadata.namespace ?? ''}`];
  return {
    name: 'namespace-defaults',
    wakes: [
      on(Namespace, (namespace) => [`/${namespace.metadata.name}`]),
      on(ServiceAccount, (account, type) => (type === 'DELETED' ? parentKey(account) : [])),
      on(ConfigMap, (map, type) => (type === 'DELETED' ? parentKey(map) : [])),
    ],
    reconcile: async (key, api) => {
      const { name: namespace } = splitKey(key);
      const found = await api.get(Namespace, undefined, namespace);
      if (found === undefined || found.metadata.deletionTimestamp !== undefined) return;
      await api.ensure(ServiceAccount, { metadata: { name: 'default', namespace } });
      await api.ensure(ConfigMap, { metadata: { name: 'kube-root-ca.crt', namespace }, data: { 'ca.crt': caPem } });
    },
  };
}
