import type { BuiltinResource } from '../schema/types.js';
import { apiVersionOf, collectionOf } from './resource.js';
import type { Resource } from './resource.js';
import { objectFrom } from './schema-engine.js';
import { eventsConversion } from './rules/event.js';
import { rulesFor } from './rules/index.js';

/** Groups whose resources are another group's, seen differently. */
const STORED_ELSEWHERE: Readonly<Record<string, { collection: string; storageVersion: string }>> = {
  'events.k8s.io/v1/events': { collection: 'events', storageVersion: 'v1' },
  'autoscaling/v1/horizontalpodautoscalers': { collection: 'horizontalpodautoscalers.autoscaling', storageVersion: 'autoscaling/v2' },
};

/** Others that Kubernetes has lead to a kubelet, of which there is none. */
const SERVED_SUBRESOURCES = new Set(['status', 'scale', 'finalize', 'binding', 'eviction', 'log', 'token', 'approval']);

const SCALED = { specReplicas: ['spec', 'replicas'], statusReplicas: ['status', 'replicas'] } as const;

/** A kind that the server brings along, with the rules of its own. */
export function builtinResource(builtin: BuiltinResource): Resource {
  const { group, version, kind, plural } = builtin;
  const apiVersion = apiVersionOf(group, version);
  const { complete } = builtin;
  const rules = rulesFor(collectionOf(group, plural));
  const elsewhere = STORED_ELSEWHERE[`${apiVersion}/${plural}`];
  return {
    ...builtin,
    complete: (object) => {
      const completed = complete === undefined ? object : objectFrom(complete(object as unknown as Parameters<typeof complete>[0]));
      return rules.complete?.(completed) ?? completed;
    },
    apiVersion,
    listKind: `${kind}List`,
    collection: elsewhere?.collection ?? collectionOf(group, plural),
    subresources: builtin.subresources.filter((name) => SERVED_SUBRESOURCES.has(name)),
    storageVersion: elsewhere?.storageVersion ?? apiVersion,
    custom: false,
    rules,
    ...(builtin.subresources.includes('scale') ? { scale: SCALED } : {}),
    ...(apiVersion === 'events.k8s.io/v1' ? eventsConversion : {}),
  };
}
