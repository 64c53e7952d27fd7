import { z } from 'zod';
import { builtinKind } from '../kind.js';
import { stringMap } from '../schema/fields.js';
import type { KindObject } from '../kind.js';

/** Values are base64 text. `type` cannot be changed once the Secret exists. */
export const Secret = builtinKind(
  { group: '', version: 'v1', kind: 'Secret', plural: 'secrets' },
  {
    type: z.string().optional(),
    data: stringMap().optional(),
    stringData: stringMap().optional(),
    immutable: z.boolean().optional(),
  },
);
export type Secret = KindObject<typeof Secret>;

export const ConfigMap = builtinKind(
  { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps' },
  { data: stringMap().optional(), binaryData: stringMap().optional(), immutable: z.boolean().optional() },
);
export type ConfigMap = KindObject<typeof ConfigMap>;

export const Namespace = builtinKind(
  { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false },
  {
    spec: z.looseObject({ finalizers: z.array(z.string()).optional() }).optional(),
    status: z.looseObject({ phase: z.string().optional() }).optional(),
  },
);
export type Namespace = KindObject<typeof Namespace>;

export const ServiceAccount = builtinKind(
  { group: '', version: 'v1', kind: 'ServiceAccount', plural: 'serviceaccounts' },
  { automountServiceAccountToken: z.boolean().optional() },
);
export type ServiceAccount = KindObject<typeof ServiceAccount>;

const ObjectReference = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  namespace: z.string().optional(),
  name: z.string().optional(),
  uid: z.string().optional(),
  resourceVersion: z.string().optional(),
  fieldPath: z.string().optional(),
});

/** What happened to an object, for people. The API server forgets Events after an hour. */
export const Event = builtinKind(
  { group: '', version: 'v1', kind: 'Event', plural: 'events' },
  {
    involvedObject: ObjectReference,
    reason: z.string().optional(),
    message: z.string().optional(),
    type: z.string().optional(),
    count: z.int().optional(),
    firstTimestamp: z.string().nullish(),
    lastTimestamp: z.string().nullish(),
    eventTime: z.string().nullish(),
    source: z.looseObject({ component: z.string().optional(), host: z.string().optional() }).optional(),
    reportingComponent: z.string().optional(),
    reportingInstance: z.string().optional(),
    action: z.string().optional(),
  },
);
export type Event = KindObject<typeof Event>;
