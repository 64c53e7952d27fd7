import type { Inventory } from '../model/inventory.js';
import type { ManagedEntity } from '../model/managed-object.js';
import { duplicateName, invalidName } from '../soap/faults.js';

const longest = 80;

/** @throws VimFault InvalidName for an empty name, one of more than 80 characters, or one with an unescaped slash, backslash or percent */
export function checkName(name: string): void {
  if (name === '' || name.length > longest || /[/\\]|%(?!2f|5c|25)/i.test(name)) throw invalidName(name);
}

/** @throws VimFault DuplicateName when another child of the entity has the name */
export function checkFree(inventory: Inventory, parent: ManagedEntity, name: string, self?: ManagedEntity): void {
  const existing = inventory.child(parent, name);
  if (existing && existing !== self) throw duplicateName(name, existing.ref);
}
