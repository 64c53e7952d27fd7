import type { VirtualMachineConfig } from '../vm/types.js';
import { RestError } from './errors.js';

export type LibraryItemType = 'ovf' | 'vm-template';

export interface LibraryItem {
  readonly id: string;
  readonly name: string;
  readonly type: LibraryItemType;
  readonly creationTime: Date;
  /** What a deployment is made of. */
  readonly image: VirtualMachineConfig;
}

/** The one content library, `handoff`, with an item per template. */
export class ContentLibrary {
  readonly name = 'handoff';
  readonly #items = new Map<string, LibraryItem>();

  constructor(
    readonly id: string,
    readonly serverGuid: string,
    readonly creationTime: Date,
  ) {}

  add(item: LibraryItem): void {
    this.#items.set(item.id, item);
  }

  removeByName(name: string): void {
    for (const item of this.#items.values()) if (item.name === name) this.#items.delete(item.id);
  }

  items(): readonly LibraryItem[] {
    return [...this.#items.values()];
  }

  item(id: string): LibraryItem {
    const item = this.#items.get(id);
    if (!item) throw new RestError('not_found', `There is no library item ${id}.`);
    return item;
  }
}
