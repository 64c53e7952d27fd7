import { createHash } from 'node:crypto';
import type { VSphereCluster } from '@handoff/api';
import { SingleFlight } from '@handoff/coordination';
import type { SharedSessions } from '@handoff/coordination';
import { keyOfObject } from '@handoff/kube';
import type { Key, KubeClient } from '@handoff/kube';
import { bootstrapReportKeys } from '@handoff/kubeadm';
import type { Clock, Random } from '@handoff/time';
import { InvalidLoginError, isVSphereError, VSphereSessions } from '@handoff/vsphere';
import type { SessionLease, VSphereClient, VSphereOptions } from '@handoff/vsphere';
import { loginOf, readIdentitySecret } from './login.js';
import { sessionStore } from './session-store.js';

/** How long a login is believed before its Secret is read again, in milliseconds: a changed password is noticed so late at most. */
const LOGIN_AGE_MS = 60_000;
/** A refused login is not tried again for so long, in milliseconds: vCenter locks accounts after a few wrong passwords. */
const REFUSAL_MS = 60_000;
/** What is read back of a machine's extra configuration: the guest's report, and the metadata, to see whether it was written already. */
const GUESTINFO_KEYS = [...Object.values(bootstrapReportKeys), 'guestinfo.metadata', 'guestinfo.metadata.encoding'];

/** Which vCenter, when an object names another than its cluster. */
export interface At {
  readonly server?: string | undefined;
  readonly thumbprint?: string | undefined;
}

export interface VCentersOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Where the Secrets of VSphereClusterIdentities are. */
  readonly namespace: string;
  /** Where replicas find each other's sessions. */
  readonly sessions: SharedSessions;
  /** A cluster's machines are reached through another client from now on. */
  readonly onRenewed: (cluster: Key) => void;
  /** Something in the background failed and will be tried again, such as the long poll. */
  readonly onTrouble: (error: unknown) => void;
  /** Told of every call. */
  readonly onCall?: VSphereOptions['onCall'];
}

/** No machine has it: asking for it is the least that tells whether vCenter answers. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

interface Held {
  readonly lease: SessionLease;
  readonly login: string;
  readonly checkedAt: number;
}

/** The vCenters that clusters live in: one client per server and user, however many objects use it. */
export class VCenters implements AsyncDisposable {
  readonly #sessions: VSphereSessions;
  readonly #held = new Map<string, Held>();
  readonly #flights = new SingleFlight<string, VSphereClient>();
  /** Servers that the long poll lost; believed to be there again only when they answer. */
  readonly #troubled = new Set<string>();
  readonly #refused = new Map<string, { readonly error: InvalidLoginError; readonly until: number }>();

  constructor(private readonly options: VCentersOptions) {
    this.#sessions = new VSphereSessions({ clock: options.clock });
  }

  /** The client for a cluster's vCenter, logged in. @throws LoginUnavailable; what connecting throws */
  async client(kube: KubeClient, cluster: VSphereCluster, at: At = {}): Promise<VSphereClient> {
    const client = await this.#loggedIn(kube, cluster, at);
    if (this.#troubled.has(client.server)) {
      await client.findVm({ instanceUuid: NOBODY });
      this.#troubled.delete(client.server);
    }
    return client;
  }

  #loggedIn(kube: KubeClient, cluster: VSphereCluster, at: At): Promise<VSphereClient> {
    const server = at.server ?? cluster.spec.server;
    const id = `${keyOfObject(cluster)} ${cluster.metadata.uid} ${server} ${this.#thumbprint(cluster, at) ?? ''}`;
    const held = this.#held.get(id);
    if (held !== undefined && this.options.clock.now() - held.checkedAt < LOGIN_AGE_MS) return Promise.resolve(held.lease.client);
    return this.#flights.run(id, () => this.#connect(id, kube, cluster, { ...at, server }));
  }

  /** The cluster is no more: its shares in sessions go. */
  async release(cluster: VSphereCluster): Promise<void> {
    const own = [...this.#held].filter(([id]) => id.startsWith(`${keyOfObject(cluster)} ${cluster.metadata.uid} `));
    for (const [id, { lease }] of own) {
      this.#held.delete(id);
      await lease[Symbol.asyncDispose]();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#held.clear();
    await this.#sessions[Symbol.asyncDispose]();
  }

  async #connect(id: string, kube: KubeClient, cluster: VSphereCluster, at: At & { server: string }): Promise<VSphereClient> {
    const { clock } = this.options;
    const options = await this.#options(kube, cluster, at);
    const login = digestOf(options);
    const known = this.#held.get(id);
    const lease = known?.login === login ? known.lease : await this.#acquire(login, options);
    this.#held.set(id, { lease, login, checkedAt: clock.now() });
    if (known !== undefined && known.lease !== lease) {
      await known.lease[Symbol.asyncDispose]();
      this.options.onRenewed(keyOfObject(cluster));
    }
    return lease.client;
  }

  async #acquire(login: string, options: VSphereOptions): Promise<SessionLease> {
    const refused = this.#refused.get(login);
    if (refused !== undefined && refused.until > this.options.clock.now()) throw refused.error;
    this.#refused.delete(login);
    try {
      return await this.#sessions.acquire(options);
    } catch (error) {
      if (error instanceof InvalidLoginError) this.#refused.set(login, { error, until: this.options.clock.now() + REFUSAL_MS });
      throw error;
    }
  }

  async #options(kube: KubeClient, cluster: VSphereCluster, at: At & { server: string }): Promise<VSphereOptions> {
    const { clock, random, namespace } = this.options;
    const login = loginOf(await readIdentitySecret(kube, cluster, namespace));
    const thumbprint = this.#thumbprint(cluster, at);
    return {
      server: at.server, ...login, clock, random,
      ...(thumbprint === undefined ? {} : { thumbprint }),
      sessionStore: sessionStore(this.options.sessions, { server: at.server, ...login }),
      ...(this.options.onCall === undefined ? {} : { onCall: this.options.onCall }),
      guestinfoKeys: GUESTINFO_KEYS,
      onBackgroundError: (error) => {
        if (isVSphereError(error) && error.server !== undefined) this.#troubled.add(error.server);
        this.options.onTrouble(error);
      },
    };
  }

  /** The cluster's own thumbprint is of no use for another server. */
  #thumbprint(cluster: VSphereCluster, at: At): string | undefined {
    const other = at.server !== undefined && at.server !== cluster.spec.server;
    const thumbprint = nonEmpty(at.thumbprint) ?? (other ? undefined : cluster.spec.thumbprint);
    return nonEmpty(thumbprint);
  }
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

/** Never the password itself: keys show up in heap dumps. */
const digestOf = ({ server, username, password, thumbprint = '' }: VSphereOptions): string =>
  createHash('sha256').update(JSON.stringify([server, username, password, thumbprint])).digest('base64url');
