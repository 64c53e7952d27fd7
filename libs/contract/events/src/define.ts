import { z } from 'zod';

/** The object that a handoff is about: enough to find it, nothing to decide on. */
export const ObjectReference = z.object({
  apiGroup: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  uid: z.string(),
  generation: z.int().optional(),
  resourceVersion: z.string(),
});
export type ObjectReference = z.infer<typeof ObjectReference>;

/** What travels: a reference, and for people a reason and a message. Unknown keys are ignored, so that fields can be added. */
export const HandoffData = z.object({
  about: ObjectReference,
  cluster: z.string().optional(),
  reason: z.string().optional(),
  message: z.string().optional(),
});
export type HandoffData = z.infer<typeof HandoffData>;

/** Which services own events; the middle of every subject, and what a service's NATS user may publish. */
export const owners = ['gitops', 'core', 'bootstrap', 'ipam', 'vsphere', 'addons', 'backup'] as const;
export type Owner = (typeof owners)[number];

/** The service that rings an owner's events, and alone may. */
export const serviceOf = {
  gitops: 'gitops-sync', core: 'capi-core', bootstrap: 'kubeadm-bootstrap', ipam: 'ipam', vsphere: 'capv', addons: 'addon-installer', backup: 'backup',
} as const satisfies Record<Owner, string>;
export type ServiceName = (typeof serviceOf)[Owner];

/** The services, in the order of the phases that they own. */
export const serviceNames: readonly ServiceName[] = owners.map((owner) => serviceOf[owner]);

/** One entry of the catalogue. */
export interface EventType {
  readonly owner: Owner;
  readonly event: string;
  /** `owner.event`: how code and people name it. */
  readonly name: string;
  /** CloudEvents `type`. */
  readonly type: string;
  /** The kind of object that it is about. */
  readonly about: string;
  readonly description: string;
  /** True when nobody in the program hears it: it is there for people and their tools. */
  readonly forPeople: boolean;
}

/** A handoff on its way: an event about one object. */
export interface Handoff {
  /** `uid, fact, resourceVersion, state`: the same fact of the same state is the same message, however often it is sent. */
  readonly id: string;
  readonly event: EventType;
  readonly subject: string;
  /** RFC 3339. */
  readonly time: string;
  readonly data: HandoffData;
  readonly traceparent?: string | undefined;
}

/** Declares an event; the only place where the words of a subject are written. */
export function defineEvent(
  owner: Owner, event: string, entry: { about: string; description: string; forPeople?: boolean },
): EventType {
  return {
    owner, event,
    name: `${owner}.${event}`,
    type: `dev.handoff.capi.v1.${owner}.${event}`,
    about: entry.about,
    description: entry.description,
    forPeople: entry.forPeople ?? false,
  };
}

const utf8 = new TextEncoder();

/** What a token may not hold, byte by byte as in a URL. */
const escaped = (char: string): string => Array.from(utf8.encode(char), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** `_` stands for a part that there is none of; dots, which separate, and what a token may not hold, are escaped. */
export function subjectToken(value: string | undefined): string {
  if (value === undefined || value === '') return '_';
  return value === '_' ? escaped(value) : value.replace(/[^A-Za-z0-9_-]/gu, escaped);
}

/** `capi.v1.{namespace}.{cluster}.{owner}.{event}`. */
export const subjectOf = (event: EventType, namespace: string | undefined, cluster: string | undefined): string =>
  `capi.v1.${subjectToken(namespace)}.${subjectToken(cluster)}.${event.owner}.${event.event}`;

/** The subject that hears an event of every cluster. */
export const filterOf = (event: EventType): string => `capi.v1.*.*.${event.owner}.${event.event}`;

/** When a handoff was rung, and in which trace. */
export interface Ringing {
  /** RFC 3339. */
  readonly time: string;
  readonly traceparent?: string | undefined;
  /** Tells apart what the object's version does not: facts also tell of what is not on the object, such as its Node. */
  readonly state?: string | undefined;
}

/** Makes the message for an event. */
export function handoff(event: EventType, data: HandoffData, at: Ringing): Handoff {
  const state = at.state === undefined || at.state === '' ? '' : `:${at.state}`;
  return {
    id: `${data.about.uid}:${event.name}:${data.about.resourceVersion}${state}`,
    event,
    subject: subjectOf(event, data.about.namespace, data.cluster),
    time: at.time,
    data,
    traceparent: at.traceparent,
  };
}
