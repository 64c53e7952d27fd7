import { apiVersionOf } from './resource.js';
import type { Resource } from './resource.js';

/** The resources that are served, by group and version. Discovery, OpenAPI and routing all read it. */
export class Registry {
  readonly #builtin: readonly Resource[];
  readonly #custom = new Map<string, readonly Resource[]>();
  #byPath: ReadonlyMap<string, Resource> = new Map();
  #byKind: ReadonlyMap<string, Resource> = new Map();
  #byCollection: ReadonlyMap<string, Resource> = new Map();
  readonly #listeners = new Set<(definition: string) => void>();

  constructor(builtin: readonly Resource[]) {
    this.#builtin = builtin;
    this.#index();
  }

  find(group: string, version: string, plural: string): Resource | undefined {
    return this.#byPath.get(`${apiVersionOf(group, version)}/${plural}`);
  }

  ofKind(apiVersion: string, kind: string): Resource | undefined {
    return this.#byKind.get(`${apiVersion}/${kind}`);
  }

  /** Some served version of what a collection stores, the stored version if that is served. */
  ofCollection(collection: string): Resource | undefined {
    return this.#byCollection.get(collection);
  }

  all(): readonly Resource[] {
    return [...this.#byPath.values()];
  }

  inVersion(group: string, version: string): readonly Resource[] {
    return this.all().filter((resource) => resource.group === group && resource.version === version);
  }

  /** Groups other than the core, each with its versions, the preferred one first. */
  groups(): ReadonlyMap<string, readonly string[]> {
    const groups = new Map<string, string[]>();
    for (const { group, version } of this.all()) {
      const versions = groups.get(group) ?? [];
      if (!versions.includes(version)) versions.push(version);
      groups.set(group, versions);
    }
    for (const versions of groups.values()) versions.sort(byPreference);
    return groups;
  }

  /** Serves what a CustomResourceDefinition declares, in place of what it declared before. */
  serve(definition: string, resources: readonly Resource[]): void {
    if (resources.length === 0) this.#custom.delete(definition);
    else this.#custom.set(definition, resources);
    this.#index();
    for (const listener of [...this.#listeners]) listener(definition);
  }

  /** Calls `listener` with the name of each definition whose resources are served differently from now on. */
  onChange(listener: (definition: string) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => { this.#listeners.delete(listener); } };
  }

  custom(definition: string): readonly Resource[] {
    return this.#custom.get(definition) ?? [];
  }

  #index(): void {
    const all = [...this.#builtin, ...[...this.#custom.values()].flat()];
    this.#byPath = new Map(all.map((resource) => [`${resource.apiVersion}/${resource.plural}`, resource]));
    this.#byKind = new Map(all.map((resource) => [`${resource.apiVersion}/${resource.kind}`, resource]));
    // The stored version comes last and so wins.
    const stored = (resource: Resource): number => Number(resource.apiVersion === resource.storageVersion);
    const ordered = [...all].sort((left, right) => stored(left) - stored(right));
    this.#byCollection = new Map(ordered.map((resource) => [resource.collection, resource]));
  }
}

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const STAGES: Readonly<Record<string, number>> = { alpha: 0, beta: 1 };

/** Stable before beta before alpha, later before earlier; names of another form last, by name. */
export function byPreference(left: string, right: string): number {
  const [a, b] = [VERSION.exec(left), VERSION.exec(right)];
  if (a === null || b === null) return a === null && b === null ? left.localeCompare(right) : a === null ? 1 : -1;
  const rank = (match: RegExpExecArray): readonly number[] => [STAGES[match[2] ?? ''] ?? 2, Number(match[1]), Number(match[3] ?? 0)];
  const [ranksOfA, ranksOfB] = [rank(a), rank(b)];
  const difference = ranksOfA.findIndex((value, index) => value !== ranksOfB[index]);
  return difference === -1 ? 0 : (ranksOfB[difference] ?? 0) - (ranksOfA[difference] ?? 0);
}
