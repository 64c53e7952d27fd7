import { jetstreamManager } from '@nats-io/jetstream';
import type { JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { authenticatorOf, natsAddress, userOf } from './credentials.js';
import type { NatsCredentials } from './credentials.js';
import { busError, isAbsent } from './errors.js';
import { inboxOf, LIFECYCLE, PROVISIONER } from './names.js';
import type { Durable } from './names.js';
import { consumerConfig, DEFAULT_LIMITS, streamConfigs } from './provision-config.js';
import type { StreamLimits } from './provision-config.js';

export interface ProvisionOptions {
  readonly servers: string | readonly string[];
  /** Of a user that may make streams and consumers. */
  readonly credentials?: NatsCredentials | undefined;
  readonly durables: readonly Durable[];
  readonly limits?: Partial<StreamLimits> | undefined;
}

/** What became of one stream or durable. */
export interface Provisioned {
  readonly kind: 'stream' | 'durable';
  readonly name: string;
  readonly change: 'created' | 'updated' | 'unchanged' | 'removed';
}

/** How long the server may take to answer, in milliseconds. */
const ASK_MS = 10_000;

/**
 * Makes the streams and the services' durables, or brings them up to date; run again, it changes nothing. The only place that does: a
 * service's own user may not. A durable that hears nothing any more is removed. @throws BusUnavailable, BusForbidden, TypeError
 */
export async function provision(options: ProvisionOptions): Promise<readonly Provisioned[]> {
  const { servers, credentials, tls } = natsAddress(options.servers, options.credentials);
  const user = userOf(credentials) ?? PROVISIONER;
  const authenticator = authenticatorOf(credentials);
  try {
    const client = await connect({
      servers: [...servers], name: 'handoff-provision', timeout: ASK_MS, reconnect: false, inboxPrefix: inboxOf(user),
      ...(authenticator === undefined ? {} : { authenticator }), ...(tls ? { tls: {} } : {}),
    });
    try {
      const manager = await jetstreamManager(client, { checkAPI: false, timeout: ASK_MS });
      return await provisionAll(manager, options);
    } finally {
      await client.close();
    }
  } catch (error) {
    throw busError(error, { what: `streams and consumers at ${servers.join(', ')}`, user });
  }
}

async function provisionAll(manager: JetStreamManager, { durables, limits }: ProvisionOptions): Promise<Provisioned[]> {
  const done: Provisioned[] = [];
  for (const wanted of streamConfigs({ ...DEFAULT_LIMITS, ...limits })) {
    const { name } = wanted;
    const has = await manager.streams.info(name).catch(absent);
    if (has === undefined) await manager.streams.add(wanted);
    else if (differs(has.config, wanted)) await manager.streams.update(name, wanted);
    else { done.push({ kind: 'stream', name, change: 'unchanged' }); continue; }
    done.push({ kind: 'stream', name, change: has === undefined ? 'created' : 'updated' });
  }
  for (const durable of durables) {
    const change = await provisionDurable(manager, durable);
    if (change !== undefined) done.push({ kind: 'durable', name: durable.name, change });
  }
  return done;
}

/** @returns undefined when there is nothing to hear and was nothing to remove */
async function provisionDurable(manager: JetStreamManager, durable: Durable): Promise<Provisioned['change'] | undefined> {
  const has = await manager.consumers.info(LIFECYCLE, durable.name).catch(absent);
  if (durable.events.length === 0) { // a consumer without filters would hear everything
    if (has === undefined) return undefined;
    await manager.consumers.delete(LIFECYCLE, durable.name);
    return 'removed';
  }
  const wanted = consumerConfig(durable);
  if (has === undefined) {
    await manager.consumers.add(LIFECYCLE, wanted);
    return 'created';
  }
  if (!differs(has.config, wanted)) return 'unchanged';
  await manager.consumers.update(LIFECYCLE, durable.name, wanted);
  return 'updated';
}

function absent(error: unknown): undefined {
  if (!isAbsent(error)) throw error;
}

/** Only what we ask for is compared: the server adds fields of its own. */
const differs = (has: object, wanted: object): boolean => {
  const present = new Map(Object.entries(has));
  return Object.entries(wanted).some(([key, value]) => JSON.stringify(present.get(key)) !== JSON.stringify(value));
};
