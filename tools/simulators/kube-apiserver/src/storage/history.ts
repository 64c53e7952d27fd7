import type { ApiObject } from '../machinery/object.js';

/** One revision of one collection. */
export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly collection: string;
  readonly object: ApiObject;
  /** What the change replaced. */
  readonly previous: ApiObject | undefined;
  readonly revision: number;
}

/** The latest changes, kept per collection, as many revisions back as the window is wide. */
export class History {
  readonly #changes = new Map<string, Change[]>();
  #latest = 0;
  #pushed = 0;
  #forgotten = 0;

  constructor(readonly window: number) {}

  get compacted(): number {
    return Math.max(this.#forgotten, this.#latest - this.window);
  }

  /** Forgets what led to a revision, as etcd does when it is compacted. */
  forget(revision: number): void {
    this.#forgotten = Math.max(this.#forgotten, revision);
    this.#trim();
  }

  push(change: Change): void {
    this.#latest = change.revision;
    const changes = this.#changes.get(change.collection);
    if (changes === undefined) this.#changes.set(change.collection, [change]);
    else changes.push(change);
    this.#pushed += 1;
    if (this.#pushed > this.window / 2) this.#trim();
  }

  /** Changes of a collection after a revision, oldest first. */
  after(collection: string, revision: number): readonly Change[] {
    const changes = this.#changes.get(collection) ?? [];
    return changes.slice(firstAfter(changes, revision));
  }

  /** Trims half a window at a time, so that the cost per change stays constant. */
  #trim(): void {
    this.#pushed = 0;
    for (const [collection, changes] of this.#changes) {
      const keep = changes.slice(firstAfter(changes, this.compacted));
      if (keep.length === 0) this.#changes.delete(collection);
      else this.#changes.set(collection, keep);
    }
  }
}

function firstAfter(changes: readonly Change[], revision: number): number {
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((changes[middle]?.revision ?? Infinity) > revision) high = middle;
    else low = middle + 1;
  }
  return low;
}
