import { orAbort } from '../abort.js';
import { AmbiguousError, NotFoundError } from '../errors/faults.js';
import { formatMoRef, type MoRef } from '../moref.js';
import type { PropertyWatcher } from '../property/property-watcher.js';
import { retrieve } from '../property/retrieve.js';
import type { Session } from '../session/session.js';
import { InventoryTree, type TreeNode } from './inventory-tree.js';
import { displayName, similarNames } from './names.js';
import { DATACENTER, datacentersNamed, homesOf, placesNamed, type Place } from './places.js';

export interface FindOptions {
  /** Name, path or reference; all datacenters when absent or `*`. */
  readonly datacenter?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An object of the inventory. */
export interface InventoryObject {
  readonly ref: MoRef;
  readonly name: string;
  readonly path: string;
}

/** How objects are searched for; `placesNamed` unless a kind of object has further names. */
export type Search = typeof placesNamed;

/**
 * Finds objects by name, path or reference in a cached tree. The tree is read again when something is not in it, and when an object
 * that was found in it (or an ancestor) is renamed, moved or removed. Not seen is a second object that makes a name ambiguous later.
 */
export class Inventory {
  #tree: Promise<InventoryTree> | undefined;
  readonly #watches = new Map<string, Disposable>();
  readonly #names = new Map<string, Promise<string>>();

  constructor(
    private readonly session: Session,
    private readonly watcher: PropertyWatcher,
  ) {}

  /** The only object that the text names. @throws NotFoundError with similar names; AmbiguousError with the paths */
  async find(place: Place, text: string, options: FindOptions = {}, search: Search = placesNamed): Promise<TreeNode> {
    return this.resolve(options, (tree) => {
      const datacenters = this.#datacenters(tree, options);
      const found = search(tree, place, text, datacenters);
      if (found.length > 1) throw this.#ambiguous(tree, place.kind, text, found);
      return found[0] ?? this.#missing(tree, place, text, datacenters, options);
    });
  }

  /** The only object of its kind in the datacenter, for a name that nobody gave. */
  async findOnly(place: Place, options: FindOptions, isDefault: (node: TreeNode, tree: InventoryTree) => boolean): Promise<TreeNode> {
    return this.resolve(options, (tree) => {
      const datacenters = this.#datacenters(tree, options);
      const nodes = homesOf(place, datacenters).flatMap((home) => [...(place.kind === 'folder' ? own(tree, home) : tree.below(home))]);
      const found = nodes.filter((node) => place.types.has(node.ref.type) && isDefault(node, tree));
      if (found.length > 1) throw this.#ambiguous(tree, place.kind, '(default)', found);
      return found[0] ?? this.#missing(tree, place, '(default)', datacenters, options);
    });
  }

  async findDatacenter(text: string | undefined, options: FindOptions = {}): Promise<TreeNode> {
    return this.resolve(options, (tree) => {
      const found = this.#datacenters(tree, { datacenter: text });
      if (found.length > 1) throw this.#ambiguous(tree, DATACENTER.kind, text ?? '*', found);
      return found[0] ?? this.#missing(tree, DATACENTER, text ?? '*', [], options);
    });
  }

  /** All datacenters that the option selects. @throws NotFoundError when there is none */
  async datacenters(options: FindOptions): Promise<readonly TreeNode[]> {
    await this.resolve(options, (tree) => this.#datacenters(tree, options)[0] ?? this.#missing(tree, DATACENTER, '*', [], options));
    return this.#datacenters(await this.tree(options.signal), options);
  }

  /** The tree, read by one call however many ask for it. */
  tree(signal?: AbortSignal): Promise<InventoryTree> {
    if (this.#tree === undefined) {
      const loading = InventoryTree.load(this.session);
      this.#tree = loading;
      loading.catch(() => {
        if (this.#tree === loading) this.#tree = undefined;
      });
    }
    return orAbort(this.#tree, signal);
  }

  /** Name of an object that is not in the tree, such as a host; read once. */
  nameOf(ref: MoRef, signal?: AbortSignal): Promise<string> {
    const key = formatMoRef(ref);
    let name = this.#names.get(key);
    if (name === undefined) {
      name = retrieve(this.session, { from: [ref], paths: { [ref.type]: ['name'] } }).then(
        ([object]) => displayName(object?.values.get('name')?.text ?? ref.value),
      );
      this.#names.set(key, name);
      name.catch(() => this.#names.delete(key));
    }
    return orAbort(name, signal);
  }

  /** Forgets the tree; the next search reads it again. */
  invalidate(): void {
    this.#tree = undefined;
    for (const watch of this.#watches.values()) watch[Symbol.dispose]();
    this.#watches.clear();
  }

  describe(tree: InventoryTree, node: TreeNode): InventoryObject {
    return { ref: node.ref, name: node.name, path: tree.pathOf(node.ref) };
  }

  /** Searches the cached tree, and a fresh one when the cached one does not know the answer. */
  async resolve(options: FindOptions, search: (tree: InventoryTree) => TreeNode): Promise<TreeNode> {
    const cached = this.#tree;
    if (cached !== undefined) {
      try {
        const tree = await cached;
        return this.#keepWatched(tree, search(tree));
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
        if (this.#tree === cached) this.invalidate();
      }
    }
    const tree = await this.tree(options.signal);
    return this.#keepWatched(tree, search(tree));
  }

  #datacenters(tree: InventoryTree, { datacenter }: FindOptions): readonly TreeNode[] {
    const found = datacentersNamed(tree, datacenter);
    if (found.length === 0 && datacenter !== undefined) this.#missing(tree, DATACENTER, datacenter, [], {});
    return found;
  }

  #keepWatched(tree: InventoryTree, found: TreeNode): TreeNode {
    for (const node of tree.lineage(found.ref)) {
      const key = formatMoRef(node.ref);
      if (this.#watches.has(key)) continue;
      this.#watches.set(
        key,
        this.watcher.watch(node.ref, (event) => {
          if (event.kind === 'closed') return;
          if (event.kind === 'gone' || hasMoved(node, event.values)) this.invalidate();
        }),
      );
    }
    return found;
  }

  #missing(tree: InventoryTree, place: Place, text: string, datacenters: readonly TreeNode[], { datacenter }: FindOptions): never {
    const names = [...tree.all()].filter(({ ref }) => place.types.has(ref.type)).map(({ name }) => name);
    const within = datacenters.length === 1 ? datacenters[0]?.name : datacenter;
    const last = text.split('/').at(-1) ?? text;
    throw new NotFoundError(place.kind, text, similarNames(last, names), {
      server: this.session.soap.server,
      ...(within === undefined || within === '*' ? {} : { within: `datacenter ${within}` }),
    });
  }

  #ambiguous(tree: InventoryTree, kind: string, text: string, found: readonly TreeNode[]): AmbiguousError {
    const paths = found.map(({ ref }) => tree.pathOf(ref));
    return new AmbiguousError(kind, text, paths, { server: this.session.soap.server });
  }
}

function own(tree: InventoryTree, home: MoRef): readonly TreeNode[] {
  const node = tree.get(home);
  return node === undefined ? [] : [node];
}

/** Values repeat after every reconnect; only another name or parent matters. */
function hasMoved(node: TreeNode, values: ReadonlyMap<string, { readonly text: string }>): boolean {
  const name = values.get('name')?.text;
  const parent = values.get('parent')?.text;
  return (name !== undefined && name !== node.name) || (parent !== undefined && parent !== node.parent?.value);
}
