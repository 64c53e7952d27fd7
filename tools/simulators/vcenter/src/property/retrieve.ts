import type { Typed } from '../codec/values.js';
import type { Inventory } from '../model/inventory.js';
import type { ManagedObject, Reader } from '../model/managed-object.js';
import { propertyNames, readProperty } from './path.js';
import { checkFilterSpec, propertySpecsFor, requirePresent, selectObjects } from './selection.js';
import type { PropertyFilterSpec, PropertySpec } from './selection.js';

/** ObjectContent: an object with the properties asked for, as far as they are set. */
export interface ObjectContent {
  readonly obj: ManagedObject['ref'];
  readonly propSet: readonly { readonly name: string; readonly val: Typed }[];
}

/** The paths that the applying property sets ask for, each once. */
export function pathsOf(object: ManagedObject, specs: readonly PropertySpec[]): string[] {
  const paths = specs.flatMap((spec) => (spec.all ? propertyNames(object.ref.type) : (spec.pathSet ?? [])));
  return [...new Set(paths)];
}

/** What RetrieveProperties answers, for all filters one after the other. */
export function retrieve(inventory: Inventory, specSet: readonly PropertyFilterSpec[], reader: Reader): ObjectContent[] {
  return specSet.flatMap((spec) => {
    checkFilterSpec(spec);
    const selection = selectObjects(inventory, spec, reader);
    requirePresent(spec, selection);
    return selection.objects.map((object) => contentOf(object, spec, reader));
  });
}

function contentOf(object: ManagedObject, spec: PropertyFilterSpec, reader: Reader): ObjectContent {
  const propSet = pathsOf(object, propertySpecsFor(spec, object.ref.type)).flatMap((name) => {
    const val = readProperty(object, name, reader);
    return val === undefined ? [] : [{ name, val }];
  });
  return { obj: object.ref, propSet };
}
