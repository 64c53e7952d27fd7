import { vimMethods } from '../methods/index.js';
import { wellKnown } from '../methods/service.js';
import { destroyView, View } from '../methods/view.js';
import type { ManagedObject } from '../model/managed-object.js';
import { MoRef } from '../model/moref.js';
import { PropertyCollector } from '../property/collector.js';
import type { Session } from '../sessions.js';
import type { VCenter } from '../vcenter.js';
import type { SoapEndpoint } from './service.js';

/** The default property collector has one id for all, but is another object in every session. */
function defaultCollectorRef(session: Session): MoRef {
  return new MoRef('PropertyCollector', `${wellKnown.propertyCollector.id}[${session.key}]`);
}

function defaultCollector(vcenter: VCenter, session: Session): ManagedObject {
  const { inventory, clock } = vcenter;
  const ref = defaultCollectorRef(session);
  return inventory.find(ref) ?? inventory.add(new PropertyCollector(ref, session.key, inventory, clock));
}

/** Ends everything that belongs to a session together with it. */
function forgetSession(vcenter: VCenter, session: Session): void {
  const { inventory } = vcenter;
  for (const collector of inventory.all(PropertyCollector)) {
    if (collector.sessionKey === session.key) collector.dispose();
  }
  for (const view of inventory.all(View)) if (view.sessionKey === session.key) destroyView(inventory, view);
}

/** `/sdk`: the vSphere API proper. */
export function vimEndpoint(vcenter: VCenter): SoapEndpoint {
  const { inventory } = vcenter;
  vcenter.sessions.onEnd((session) => forgetSession(vcenter, session));
  return {
    namespace: 'urn:vim25',
    methods: vimMethods,
    resolve: (ref, { session }) => {
      const isDefault = session !== undefined && ref.equals(wellKnown.propertyCollector);
      return isDefault ? defaultCollector(vcenter, session) : inventory.find(ref);
    },
  };
}
