import type { MoRef } from '../model/moref.js';
import { PropertyCollector } from '../property/collector.js';
import type { WaitOptions } from '../property/collector.js';
import { PropertyFilter } from '../property/filter.js';
import { retrieve } from '../property/retrieve.js';
import type { PropertyFilterSpec } from '../property/selection.js';
import { invalidArgument } from '../soap/faults.js';
import { handler, sessionOf } from '../soap/handler.js';
import type { Call, Handler } from '../soap/handler.js';
import { wellKnown } from './service.js';

interface Retrieval {
  readonly specSet: readonly PropertyFilterSpec[];
  readonly options?: { readonly maxObjects?: number };
}

interface Wait {
  readonly version?: string;
  readonly options?: WaitOptions;
}

function contents(call: Call, collector: PropertyCollector, { specSet }: Retrieval) {
  return retrieve(call.vcenter.inventory, specSet, { sessionKey: sessionOf(call, collector).key });
}

function retrievePropertiesEx(collector: PropertyCollector, parameters: Retrieval, call: Call) {
  const results = contents(call, collector, parameters);
  return results.length === 0 ? undefined : collector.page(results, parameters.options?.maxObjects);
}

function createFilter(
  collector: PropertyCollector,
  { spec, partialUpdates }: { spec: PropertyFilterSpec; partialUpdates: boolean },
  call: Call,
): MoRef {
  const { inventory } = call.vcenter;
  const ref = inventory.newRef('PropertyFilter', `session[${collector.sessionKey}]filter-`);
  const filter = new PropertyFilter(ref, spec, partialUpdates, inventory, { sessionKey: collector.sessionKey });
  inventory.add(filter);
  collector.addFilter(filter);
  return filter.ref;
}

function createCollector(collector: PropertyCollector, call: Call): MoRef {
  const { inventory, clock } = call.vcenter;
  const session = sessionOf(call, collector);
  const ref = inventory.newRef('PropertyCollector', `session[${session.key}]collector-`);
  return inventory.add(new PropertyCollector(ref, session.key, inventory, clock)).ref;
}

function destroyCollector(collector: PropertyCollector): void {
  if (collector.ref.id.startsWith(wellKnown.propertyCollector.id)) throw invalidArgument('_this', 'The default collector cannot be destroyed');
  collector.dispose();
}

function destroyFilter(filter: PropertyFilter, call: Call): void {
  for (const collector of call.vcenter.inventory.all(PropertyCollector)) collector.removeFilter(filter.ref);
  call.vcenter.inventory.remove(filter.ref);
}

export const propertyMethods: Readonly<Record<string, Handler>> = {
  RetrieveProperties: handler<PropertyCollector, Retrieval>(PropertyCollector, (collector, parameters, call) =>
    contents(call, collector, parameters),
  ),
  RetrievePropertiesEx: handler<PropertyCollector, Retrieval>(PropertyCollector, retrievePropertiesEx),
  ContinueRetrievePropertiesEx: handler<PropertyCollector, { token: string }>(PropertyCollector, (collector, { token }) =>
    collector.continue(token),
  ),
  CancelRetrievePropertiesEx: handler<PropertyCollector, { token: string }>(PropertyCollector, (collector, { token }) =>
    collector.dropPages(token),
  ),
  CreateFilter: handler(PropertyCollector, createFilter),
  CreatePropertyCollector: handler(PropertyCollector, (collector, _parameters, call) => createCollector(collector, call)),
  DestroyPropertyCollector: handler(PropertyCollector, (collector) => destroyCollector(collector)),
  DestroyPropertyFilter: handler(PropertyFilter, (filter, _parameters, call) => destroyFilter(filter, call)),
  WaitForUpdatesEx: handler<PropertyCollector, Wait>(PropertyCollector, (collector, { version = '', options = {} }, call) =>
    collector.waitForUpdates(version, options, call.signal),
  ),
  WaitForUpdates: handler<PropertyCollector, Wait>(PropertyCollector, (collector, { version = '' }, call) =>
    collector.waitForUpdates(version, {}, call.signal),
  ),
  CheckForUpdates: handler<PropertyCollector, Wait>(PropertyCollector, (collector, { version = '' }, call) =>
    collector.waitForUpdates(version, { maxWaitSeconds: 0 }, call.signal),
  ),
  CancelWaitForUpdates: handler(PropertyCollector, (collector) => collector.cancel()),
};
