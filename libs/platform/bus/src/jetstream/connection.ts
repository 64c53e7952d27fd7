import { connect, PermissionViolationError } from '@nats-io/transport-node';
import type { NatsConnection, Status } from '@nats-io/transport-node';
import { asError, jitter } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import { BusUnavailable } from '../bus.js';
import { authenticatorOf, userOf } from './credentials.js';
import type { NatsAddress } from './credentials.js';
import { busError, forbidden } from './errors.js';
import { inboxOf } from './names.js';

/** What the bus says about itself; any structured logger will do. */
export interface BusLog {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export interface ConnectionOptions {
  readonly address: NatsAddress;
  /** The name under which the server lists the connection, and the user's where credentials do not tell it. */
  readonly name: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: BusLog;
}

/** Between two attempts to connect, in milliseconds: it grows with the outage, from the first to the second. */
const RETRY_MS = { least: 50, most: 5_000 };
/** How long a server may take to say who it is, in milliseconds. */
const HANDSHAKE_MS = 5_000;
/** A connection on which nothing comes back for two of these is dead, in milliseconds. */
const PING_MS = 10_000;
/** How long what is written may take to leave when the connection ends, in milliseconds. */
const DRAIN_MS = 2_000;

/** The connection to NATS: made again for ever, and known to be there or not, so that nothing is written into the void. */
export class Connection implements AsyncDisposable {
  readonly #stop = new AbortController();
  readonly #lost = new Set<() => void>();
  #changed = Promise.withResolvers<undefined>();
  #client: NatsConnection | undefined;
  #up = false;
  #downSince: number;
  #ended: Promise<void> = Promise.resolve();

  private constructor(private readonly options: ConnectionOptions) {
    this.#downSince = options.clock.now();
  }

  /** Resolves after the first attempt, whatever it came to; further ones go on behind. */
  static async open(options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(options);
    const tried = Promise.withResolvers<undefined>();
    connection.#ended = connection.#run(() => { tried.resolve(undefined); });
    await tried.promise;
    return connection;
  }

  /** Whose permissions count. */
  get user(): string {
    return userOf(this.options.address.credentials) ?? this.options.name;
  }

  /** The client while it is connected. */
  get live(): NatsConnection | undefined {
    return this.#up ? this.#client : undefined;
  }

  /** Why nothing can be sent now. */
  unavailable(): BusUnavailable {
    const seconds = Math.round((this.options.clock.now() - this.#downSince) / 1000);
    return new BusUnavailable(`NATS at ${this.options.address.servers.join(', ')} has been out of reach for ${String(seconds)} s`);
  }

  /** @throws the signal's reason when aborted first */
  async whenLive(signal: AbortSignal): Promise<NatsConnection> {
    while (this.live === undefined) await unlessAborted(this.#changed.promise, signal);
    return this.live;
  }

  /** Calls back whenever the connection is lost, until disposed of. */
  onLost(callback: () => void): Disposable {
    this.#lost.add(callback);
    return { [Symbol.dispose]: () => this.#lost.delete(callback) };
  }

  /** What is written leaves, if it can within two seconds; then the connection ends. */
  async [Symbol.asyncDispose](): Promise<void> {
    const client = this.live;
    if (client !== undefined) {
      const enough = new AbortController();
      const flushed = client.flush().catch(() => undefined);
      await Promise.race([flushed, this.options.clock.sleep(DRAIN_MS, enough.signal).catch(() => undefined)]);
      enough.abort();
    }
    this.#stop.abort(new BusUnavailable('the bus is closed'));
    this.#down();
    await this.#client?.close();
    await this.#ended;
  }

  async #run(tried: () => void): Promise<void> {
    const client = await this.#connect(tried);
    if (client === undefined) return;
    this.#client = client;
    if (this.#stop.signal.aborted) return client.close();
    const statuses = client.status();
    this.#isUp();
    tried();
    for await (const status of statuses) this.#heed(status);
  }

  /** The first connection; the client itself makes all others. */
  async #connect(tried: () => void): Promise<NatsConnection | undefined> {
    const { log, clock, address } = this.options;
    while (!this.#stop.signal.aborted) {
      try {
        return await connect(this.#clientOptions());
      } catch (thrown) {
        const retryInMs = this.#retryMs();
        log.warn({ servers: address.servers, error: busError(thrown, { what: 'a connection', user: this.user }).message, retryInMs }, 'NATS is out of reach');
        tried();
        await clock.sleep(retryInMs, this.#stop.signal).catch(() => undefined);
      }
    }
    return undefined;
  }

  #clientOptions(): Parameters<typeof connect>[0] {
    const { address, name } = this.options;
    const authenticator = authenticatorOf(address.credentials);
    return {
      servers: [...address.servers], name, inboxPrefix: inboxOf(this.user), timeout: HANDSHAKE_MS, pingInterval: PING_MS,
      maxReconnectAttempts: -1, ignoreAuthErrorAbort: true, noAsyncTraces: true, // a stack for every request costs more than the request
      reconnectDelayHandler: () => this.#retryMs(),
      ...(authenticator === undefined ? {} : { authenticator }), ...(address.tls ? { tls: {} } : {}),
    };
  }

  #retryMs(): number {
    const { clock, random } = this.options;
    const sinceMs = (clock.now() - this.#downSince) / 2;
    return jitter(random, Math.min(RETRY_MS.most, Math.max(RETRY_MS.least, sinceMs)));
  }

  #heed(status: Status): void {
    const { log } = this.options;
    if (status.type === 'disconnect') this.#down();
    else if (status.type === 'reconnect') this.#isUp();
    else if (status.type === 'error' && status.error instanceof PermissionViolationError) log.error({ error: forbidden(status.error, this.user).message }, 'NATS forbids');
    else if (status.type === 'error') log.warn({ error: status.error.message }, 'NATS reports an error');
    else log.debug({ status: status.type }, 'NATS');
  }

  #isUp(): void {
    this.#up = true;
    this.options.log.info({ server: this.#client?.getServer(), downMs: this.options.clock.now() - this.#downSince }, 'NATS is connected');
    this.#tell();
  }

  #down(): void {
    if (!this.#up) return;
    this.#up = false;
    this.#downSince = this.options.clock.now();
    if (!this.#stop.signal.aborted) this.options.log.warn({ servers: this.options.address.servers }, 'NATS is lost');
    for (const callback of [...this.#lost]) callback();
    this.#tell();
  }

  #tell(): void {
    const changed = this.#changed;
    this.#changed = Promise.withResolvers();
    changed.resolve(undefined);
  }
}

/** @throws the signal's reason when aborted first */
async function unlessAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const aborted = Promise.withResolvers<never>();
  const abort = (): void => { aborted.reject(asError(signal.reason)); };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
