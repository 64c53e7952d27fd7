import { asArray, asString, at } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import type { Attributes } from './authorize.js';

/** `rbac.authorization.k8s.io/v1` PolicyRule, with nothing left out. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

const LISTS = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;
const read = new WeakMap<ApiObject, readonly PolicyRule[]>();

/** The rules of a Role or ClusterRole, read once for as long as the object lives. */
export function rulesOfRole(role: ApiObject): readonly PolicyRule[] {
  const known = read.get(role);
  if (known !== undefined) return known;
  const rules = asArray(role['rules']).map((rule) =>
    Object.fromEntries(LISTS.map((field) => [field, asArray(at(rule, field)).map(asString)])) as unknown as PolicyRule);
  read.set(role, rules);
  return rules;
}

/** A rule without the lists that are empty, as it is sent and shown. */
export const shownRule = (rule: PolicyRule): object =>
  Object.fromEntries(LISTS.filter((field) => rule[field].length > 0).map((field) => [field, rule[field]]));

const includes = (list: readonly string[], wanted: string): boolean => list.includes('*') || list.includes(wanted);

// `pods` allows pods, `pods/status` their status, a star before `/status` the status of everything, a star alone all of these.
function coversResource(list: readonly string[], wanted: string): boolean {
  const slash = wanted.indexOf('/');
  return includes(list, wanted) || (slash !== -1 && list.includes(`*${wanted.slice(slash)}`));
}

const coversPath = (list: readonly string[], wanted: string): boolean =>
  list.some((path) => path === '*' || path === wanted || (path.endsWith('*') && wanted.startsWith(path.slice(0, -1))));

/** Whether one rule allows a request. */
export function allows(rule: PolicyRule, attributes: Attributes): boolean {
  const { verb, group, resource, subresource, name, path } = attributes;
  if (!includes(rule.verbs, verb)) return false;
  if (path !== undefined) return coversPath(rule.nonResourceURLs, path);
  return includes(rule.apiGroups, group) && coversResource(rule.resources, subresource === '' ? resource : `${resource}/${subresource}`)
    && (rule.resourceNames.length === 0 || rule.resourceNames.includes(name));
}

/** One verb on one thing: what a rule comes down to. */
interface Atom {
  readonly verb: string;
  readonly group?: string;
  readonly resource?: string;
  readonly name?: string;
  readonly path?: string;
}

function atomsOf(rule: PolicyRule): readonly Atom[] {
  const names: readonly (string | undefined)[] = rule.resourceNames.length === 0 ? [undefined] : rule.resourceNames;
  return [
    ...rule.apiGroups.flatMap((group) => rule.resources.flatMap((resource) => names.flatMap((name) =>
      rule.verbs.map((verb) => ({ verb, group, resource, ...(name === undefined ? {} : { name }) }))))),
    ...rule.nonResourceURLs.flatMap((path) => rule.verbs.map((verb) => ({ verb, path }))),
  ];
}

function holds(rule: PolicyRule, { verb, group = '', resource = '', name, path }: Atom): boolean {
  if (!includes(rule.verbs, verb)) return false;
  if (path !== undefined) return coversPath(rule.nonResourceURLs, path);
  return includes(rule.apiGroups, group) && coversResource(rule.resources, resource)
    && (rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name)));
}

/** What of `wanted` nobody has who has only `held`, one line for each thing, in the words of real servers. */
export function missing(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly string[] {
  const verbs = new Map<string, string[]>();
  for (const atom of wanted.flatMap(atomsOf)) {
    if (held.some((rule) => holds(rule, atom))) continue;
    const thing = thingOf(atom);
    const known = verbs.get(thing) ?? [];
    if (!known.includes(atom.verb)) known.push(atom.verb);
    verbs.set(thing, known);
  }
  return [...verbs].map(([thing, of]) => `{${thing}, Verbs:[${of.map(quoted).join(' ')}]}`).sort();
}

const quoted = (text: string): string => `"${text}"`;

function thingOf({ group = '', resource = '', name, path }: Atom): string {
  if (path !== undefined) return `NonResourceURLs:[${quoted(path)}]`;
  return `APIGroups:[${quoted(group)}], Resources:[${quoted(resource)}]${name === undefined ? '' : `, ResourceNames:[${quoted(name)}]`}`;
}
