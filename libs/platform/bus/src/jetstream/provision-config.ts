import { AckPolicy, DeliverPolicy, DiscardPolicy, ReplayPolicy, RetentionPolicy, StorageType } from '@nats-io/jetstream';
import type { ConsumerConfig, StreamConfig } from '@nats-io/jetstream';
import { DUPLICATE_WINDOW_MS, MAX_DELIVER } from '../delivery.js';
import { DEADLETTERS, DEADLETTERS_SUBJECTS, filtersOf, LIFECYCLE, LIFECYCLE_SUBJECTS, MAX_DELIVERIES_ADVISORY } from './names.js';
import type { Durable } from './names.js';

/** How much the streams keep. */
export interface StreamLimits {
  /** Of all handoffs, in bytes; the oldest go first. */
  readonly lifecycleBytes: number;
  readonly lifecycleDays: number;
  readonly deadLetterBytes: number;
  readonly deadLetterDays: number;
  /** Copies in a cluster of servers: 1, 3 or 5. */
  readonly replicas: number;
}

/** A handoff with its headers takes some 900 bytes: room for a quarter of a million. */
export const DEFAULT_LIMITS: StreamLimits = {
  lifecycleBytes: 256 * 2 ** 20, lifecycleDays: 7, deadLetterBytes: 16 * 2 ** 20, deadLetterDays: 30, replicas: 1,
};

/** How long a delivered message may go without a word before it is brought again, in milliseconds. A handler only queues a key. */
export const ACK_WAIT_MS = 10_000;
/** How many messages a service may hold unsettled: its back-pressure. */
const MAX_ACK_PENDING = 512;

const nanos = (ms: number): number => ms * 1_000_000;
const days = (count: number): number => nanos(count * 86_400_000);

type Stream = Pick<StreamConfig, 'name' | 'subjects' | 'max_bytes' | 'max_age'> & Partial<StreamConfig>;

const KEPT = {
  retention: RetentionPolicy.Limits, storage: StorageType.File, discard: DiscardPolicy.Old, duplicate_window: nanos(DUPLICATE_WINDOW_MS),
} as const;

/** The streams as they should be. */
export const streamConfigs = (limits: StreamLimits): readonly Stream[] => [
  {
    ...KEPT, name: LIFECYCLE, description: 'handoffs between services; the audit trail', subjects: [LIFECYCLE_SUBJECTS],
    max_bytes: limits.lifecycleBytes, max_age: days(limits.lifecycleDays), num_replicas: limits.replicas,
  },
  {
    ...KEPT, name: DEADLETTERS, description: 'what nobody could settle', subjects: [DEADLETTERS_SUBJECTS, MAX_DELIVERIES_ADVISORY],
    max_bytes: limits.deadLetterBytes, max_age: days(limits.deadLetterDays), num_replicas: limits.replicas,
  },
];

/** A service's consumer as it should be. It begins with what is published after it was made: what is older, the mirrors have seen. */
export const consumerConfig = ({ name, events }: Durable): ConsumerConfig & { durable_name: string } => ({
  durable_name: name,
  description: `what ${name} hears`,
  filter_subjects: filtersOf(events),
  deliver_policy: DeliverPolicy.New,
  replay_policy: ReplayPolicy.Instant,
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(ACK_WAIT_MS), // no `backoff`: the server would add its steps to the growing waits that a nak asks for (measured, 2.15)
  max_deliver: MAX_DELIVER,
  max_ack_pending: MAX_ACK_PENDING,
});
