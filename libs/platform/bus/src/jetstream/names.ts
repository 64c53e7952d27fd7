import { filterOf } from '@handoff/events';
import type { EventType, Owner } from '@handoff/events';

/** The stream of all handoffs: the audit trail, and what durables read. */
export const LIFECYCLE = 'LIFECYCLE';
export const LIFECYCLE_SUBJECTS = 'capi.v1.>';

/** The stream of what nobody could settle, and of the server's word about what was delivered too often. */
export const DEADLETTERS = 'DEADLETTERS';
export const DEADLETTERS_SUBJECTS = 'dlq.capi.v1.>';
/** The server says this when a message was delivered as often as it may be and was never settled: its hearer died each time. */
export const MAX_DELIVERIES_ADVISORY = `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${LIFECYCLE}.>`;

/** Where a durable's dead letters go: the original subject stays readable at its end. */
export const deadLetterSubject = (durable: string, subject: string): string => `dlq.capi.v1.${durable}.${subject.replace(/^capi\.v1\./, '')}`;

/** What a service's own hand may reach: its handoffs, its durable, its dead letters, and its inbox. */
export const ownedSubjects = (owner: Owner): string => `capi.v1.*.*.${owner}.>`;

/** Where answers to a user go. Each has its own, so that none can read another's. */
export const inboxOf = (user: string): string => `_INBOX_${user}`;

/** What a durable reads. */
export interface Durable {
  /** The service's name: its durable, and its NATS user. */
  readonly name: string;
  readonly events: readonly EventType[];
}

/** The subjects that a durable's consumer is filtered by. */
export const filtersOf = (events: readonly EventType[]): string[] => events.map(filterOf).sort();

/** The user that makes streams and durables. */
export const PROVISIONER = 'provisioner';
/** The user that people and their tools look with. */
export const PEOPLE = 'people';
