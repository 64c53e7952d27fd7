import { asObject, asString, at, withAt } from '../../machinery/json.js';
import { dnsLabel } from '../../machinery/names.js';
import type { ApiObject } from '../../machinery/object.js';
import { defaultRules } from '../default-rules.js';
import type { RuleContext, Rules } from '../resource.js';

/** kubeadm's default range for services, 10.96.0.0/12: the first address is the API server's. */
const FIRST_ADDRESS = 0x0a600001;
const LAST_ADDRESS = 0x0a6ffffe;

const dotted = (address: number): string => [24, 16, 8, 0].map((shift) => String((address >>> shift) & 0xff)).join('.');

function freeAddress({ existing }: RuleContext): string {
  const taken = new Set(existing('services').map((service) => asString(at(service, 'spec', 'clusterIP'))));
  for (let address = FIRST_ADDRESS; address <= LAST_ADDRESS; address += 1) if (!taken.has(dotted(address))) return dotted(address);
  return 'None';
}

const withAddress = (service: ApiObject, clusterIP: string): ApiObject => ({
  ...service,
  spec: {
    ...asObject(service['spec']), clusterIP, clusterIPs: [clusterIP],
    ipFamilies: at(service, 'spec', 'ipFamilies') ?? ['IPv4'], ipFamilyPolicy: at(service, 'spec', 'ipFamilyPolicy') ?? 'SingleStack',
  },
});

const addressed = (service: ApiObject, context: RuleContext, before: string): ApiObject => {
  if (at(service, 'spec', 'type') === 'ExternalName') return service;
  const wished = asString(at(service, 'spec', 'clusterIP'));
  return withAddress(service, wished === '' ? before || freeAddress(context) : wished);
};

export const serviceRules: Rules = {
  ...defaultRules,
  nameRule: dnsLabel,
  createOnUpdate: true,
  returnsDeleted: true,
  prepareCreate: (service, context) => addressed(withAt(service, ['status'], { loadBalancer: {} }) as unknown as ApiObject, context, ''),
  prepareUpdate: (service, old, context) => addressed(service, context, asString(at(old, 'spec', 'clusterIP'))),
  fields: {
    names: ['spec.clusterIP', 'spec.type'],
    of: (service) => ({ 'spec.clusterIP': asString(at(service, 'spec', 'clusterIP')), 'spec.type': asString(at(service, 'spec', 'type')) }),
  },
};
