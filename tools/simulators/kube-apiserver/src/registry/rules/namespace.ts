import { asArray, asString, at, withAt } from '../../machinery/json.js';
import { dnsLabel } from '../../machinery/names.js';
import { withMetadata } from '../../machinery/object.js';
import type { ApiObject } from '../../machinery/object.js';
import { defaultRules } from '../default-rules.js';
import type { Rules } from '../resource.js';

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** Selectors of NetworkPolicies and webhooks rely on every Namespace carrying its name as a label. */
const labelled = (namespace: ApiObject): ApiObject => {
  const { name, labels } = namespace.metadata;
  return labels?.[NAME_LABEL] === name ? namespace : withMetadata(namespace, { labels: { ...labels, [NAME_LABEL]: name } });
};

const phase = (namespace: ApiObject, value: string): ApiObject => withAt(namespace, ['status', 'phase'], value) as unknown as ApiObject;

export const namespaceRules: Rules = {
  ...defaultRules,
  nameRule: dnsLabel,
  undeletable: ['default', 'kube-system', 'kube-public'],
  prepareCreate: (namespace) => {
    const finalizers = [...new Set([...asArray(at(namespace, 'spec', 'finalizers')), 'kubernetes'])];
    return phase(labelled(withAt(namespace, ['spec', 'finalizers'], finalizers) as unknown as ApiObject), 'Active');
  },
  prepareUpdate: (namespace, old, { subresource }) =>
    labelled(subresource === 'finalize' ? namespace : withAt(namespace, ['spec', 'finalizers'], at(old, 'spec', 'finalizers')) as unknown as ApiObject),
  prepareDelete: (namespace) => phase(namespace, 'Terminating'),
  fields: { names: ['status.phase'], of: (namespace) => ({ 'status.phase': asString(at(namespace, 'status', 'phase')) }) },
};
