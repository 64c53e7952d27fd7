import type { OwnerReference } from '../machinery/object.js';

/** An object as the graph knows it. */
export interface Node {
  readonly collection: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
}

interface Entry {
  readonly node: Node;
  readonly owners: readonly OwnerReference[];
}

/** Who depends on whom, by uid. */
export class OwnerGraph {
  readonly #entries = new Map<string, Entry>();
  readonly #dependents = new Map<string, Set<string>>();

  /** Notes the owners of an object; without any it is forgotten. */
  set(node: Node, owners: readonly OwnerReference[]): void {
    for (const { uid } of this.#entries.get(node.uid)?.owners ?? []) this.#dependents.get(uid)?.delete(node.uid);
    if (owners.length === 0) {
      this.#entries.delete(node.uid);
      return;
    }
    this.#entries.set(node.uid, { node, owners });
    for (const { uid } of owners) {
      const dependents = this.#dependents.get(uid) ?? new Set();
      this.#dependents.set(uid, dependents.add(node.uid));
    }
  }

  dependents(uid: string): readonly Node[] {
    return this.#of(uid).map(({ node }) => node);
  }

  /** Dependents that keep their owner until they are gone themselves. */
  blocking(uid: string): readonly Node[] {
    const blocks = ({ owners }: Entry): boolean => owners.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true);
    return this.#of(uid).filter(blocks).map(({ node }) => node);
  }

  #of(uid: string): readonly Entry[] {
    const dependents = this.#dependents.get(uid);
    if (dependents === undefined) return [];
    if (dependents.size === 0) this.#dependents.delete(uid);
    return [...dependents].flatMap((dependent) => this.#entries.get(dependent) ?? []);
  }
}
