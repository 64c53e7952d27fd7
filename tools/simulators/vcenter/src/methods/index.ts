import type { ManagedObject } from '../model/managed-object.js';
import type { Handler } from '../soap/handler.js';
import type { VCenter } from '../vcenter.js';
import { AuthorizationManager, authorizationMethods } from './authorization.js';
import { entityMethods } from './entity.js';
import { propertyMethods } from './property.js';
import { SearchIndex, searchMethods } from './search.js';
import { OptionManager, ServiceInstance, serviceMethods, SessionManager } from './service.js';
import { TaskManager, taskMethods } from './task.js';
import { viewMethods, ViewManager } from './view.js';
import { virtualMachineMethods } from './virtual-machine.js';

/** Every method of `urn:vim25` that is simulated. */
export const vimMethods: ReadonlyMap<string, Handler> = new Map(
  Object.entries({
    ...serviceMethods,
    ...propertyMethods,
    ...viewMethods,
    ...searchMethods,
    ...entityMethods,
    ...virtualMachineMethods,
    ...taskMethods,
    ...authorizationMethods,
  }),
);

/** Adds the singletons that ServiceContent names. */
export function addManagers(vcenter: VCenter): void {
  const { inventory } = vcenter;
  const managers: readonly ManagedObject[] = [
    new ServiceInstance(vcenter),
    new SessionManager(vcenter),
    new OptionManager(vcenter),
    new ViewManager(inventory),
    new SearchIndex(),
    new TaskManager(inventory),
    new AuthorizationManager(),
  ];
  for (const manager of managers) inventory.add(manager);
}
