import type { Durable } from '@handoff/bus';
import { catalogue, serviceNames } from '@handoff/events';
import { generateKeys } from '@handoff/pki';
import { definitions } from '../plane/services.js';
import { wiringOf } from './wiring.js';
import type { Wiring } from './wiring.js';

/** Who hears what, of all services: they are built, looked at, and never started. */
export const wiringOfAll = (): Promise<Wiring> => {
  const source = { name: 'none', url: 'file:///nowhere', cacheDirectory: '/nowhere' };
  return wiringOf(definitions(serviceNames, { source, keys: { next: () => generateKeys('ECDSA-P256') } }));
};

/** What each service's durable has to hear. */
export const durablesOf = ({ hearers }: Wiring): readonly Durable[] => serviceNames.map((name) => ({
  name, events: catalogue.filter((event) => (hearers.get(event) ?? []).some(({ service }) => service === name)),
}));
