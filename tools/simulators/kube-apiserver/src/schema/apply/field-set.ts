import { assign, canonical, isObject } from '../json.js';
import type { Json, JsonObject } from '../types.js';

/** One step of a path, as FieldsV1 writes it: `f:name`, `k:{"name":"a"}`, `v:"a"` or `i:0`. */
export type Step = string;
export type Path = readonly Step[];

type Steps = ReadonlySet<Step>;
const both = (a: Steps, b: Steps): Set<Step> => new Set([...a, ...b]);
const shared = (a: Steps, b: Steps): Set<Step> => new Set([...a].filter((step) => b.has(step)));
const rest = (a: Steps, b: Steps): Set<Step> => new Set([...a].filter((step) => !b.has(step)));

export const fieldStep = (name: string): Step => `f:${name}`;
export const keyStep = (keys: JsonObject): Step => `k:${canonical(keys)}`;
export const valueStep = (value: Json): Step => `v:${canonical(value)}`;

/**
 * A set of paths into an object, kept as a trie: `members` are the paths that end here, `children` those that go on. A path is in the set
 * on its own account; owning `spec` says nothing about `spec.replicas`. All operations leave their operands untouched.
 */
export class FieldSet {
  static readonly empty = new FieldSet();

  constructor(
    readonly members: ReadonlySet<Step> = new Set(),
    readonly children: ReadonlyMap<Step, FieldSet> = new Map(),
  ) {}

  static of(...paths: Path[]): FieldSet {
    const builder = new FieldSetBuilder();
    for (const path of paths) builder.add(path);
    return builder.build();
  }

  get isEmpty(): boolean {
    return this.members.size === 0 && this.children.size === 0;
  }

  child(step: Step): FieldSet {
    return this.children.get(step) ?? FieldSet.empty;
  }

  has(path: Path): boolean {
    const last = path.at(-1);
    if (last === undefined) return false;
    return path.slice(0, -1).reduce<FieldSet>((set, step) => set.child(step), this).members.has(last);
  }

  union(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    if (this.isEmpty) return other;
    const children = new Map(this.children);
    for (const [step, child] of other.children) children.set(step, this.child(step).union(child));
    return new FieldSet(both(this.members, other.members), children);
  }

  intersection(other: FieldSet): FieldSet {
    return this.combine(shared(this.members, other.members), (child, step) => child.intersection(other.child(step)));
  }

  difference(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    return this.combine(rest(this.members, other.members), (child, step) => child.difference(other.child(step)));
  }

  /** Without the paths of the other set and everything below them. */
  withoutTrees(other: FieldSet): FieldSet {
    if (other.isEmpty) return this;
    return this.combine(rest(this.members, other.members), (child, step) =>
      (other.members.has(step) ? FieldSet.empty : child.withoutTrees(other.child(step))));
  }

  /** Only the paths of the other set and everything below them. */
  withinTrees(other: FieldSet): FieldSet {
    return this.combine(shared(this.members, other.members), (child, step) =>
      (other.members.has(step) ? child : child.withinTrees(other.child(step))));
  }

  /** Every path of the set, in the order of FieldsV1. */
  paths(prefix: Path = []): Path[] {
    return this.steps().flatMap((step) => {
      const path = [...prefix, step];
      return [...(this.members.has(step) ? [path] : []), ...this.child(step).paths(path)];
    });
  }

  /** Reads FieldsV1. @throws TypeError when a key is no path element */
  static parse(fields: JsonObject): FieldSet {
    const members = new Set<Step>();
    const children = new Map<Step, FieldSet>();
    for (const [key, value] of Object.entries(fields)) {
      if (key === '.') continue;
      const step = normalized(key);
      const below = isObject(value) ? value : {};
      const child = FieldSet.parse(below);
      if (child.isEmpty || Object.hasOwn(below, '.')) members.add(step);
      if (!child.isEmpty) children.set(step, child);
    }
    return new FieldSet(members, children);
  }

  /** Writes FieldsV1. */
  toJson(): JsonObject {
    const fields: JsonObject = {};
    for (const step of this.steps()) {
      const child = this.child(step);
      const marked = this.members.has(step) && !child.isEmpty;
      assign(fields, step, { ...(marked ? { '.': {} } : {}), ...child.toJson() });
    }
    return fields;
  }

  private steps(): Step[] {
    return [...new Set([...this.members, ...this.children.keys()])].sort(compareSteps);
  }

  private combine(members: Set<Step>, change: (child: FieldSet, step: Step) => FieldSet): FieldSet {
    const children = new Map<Step, FieldSet>();
    for (const [step, child] of this.children) {
      const next = change(child, step);
      if (!next.isEmpty) children.set(step, next);
    }
    return new FieldSet(members, children);
  }
}

/** Collects paths, then becomes a set. */
export class FieldSetBuilder {
  private readonly members = new Set<Step>();
  private readonly children = new Map<Step, FieldSetBuilder>();

  add(path: Path): void {
    const last = path.at(-1);
    if (last === undefined) return;
    path.slice(0, -1).reduce<FieldSetBuilder>((node, step) => node.descend(step), this).members.add(last);
  }

  build(): FieldSet {
    return new FieldSet(this.members, new Map([...this.children].map(([step, child]) => [step, child.build()])));
  }

  private descend(step: Step): FieldSetBuilder {
    const known = this.children.get(step);
    if (known !== undefined) return known;
    const made = new FieldSetBuilder();
    this.children.set(step, made);
    return made;
  }
}

const order = 'fkvi';

function compareSteps(a: Step, b: Step): number {
  const rank = order.indexOf(a.charAt(0)) - order.indexOf(b.charAt(0));
  return rank === 0 ? (a < b ? -1 : Number(a > b)) : rank;
}

/** Keys and values come in any spelling of JSON; inside they have one, so that equal steps are equal texts. */
function normalized(step: string): Step {
  if (/^f:|^i:\d+$/.test(step)) return step;
  if (/^[kv]:/.test(step)) return `${step.slice(0, 2)}${canonical(JSON.parse(step.slice(2)) as Json)}`;
  throw new TypeError(`not a path element: ${step}`);
}

/** A path as messages show it: `.spec.containers[name="a"].image`. */
export const pathText = (path: Path): string => path.map(stepText).join('');

function stepText(step: Step): string {
  const rest = step.slice(2);
  switch (step.charAt(0)) {
    case 'f':
      return `.${rest}`;
    case 'k':
      return `[${Object.entries(JSON.parse(rest) as JsonObject).map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
    case 'v':
      return `[=${rest}]`;
    default:
      return `[${rest}]`;
  }
}
