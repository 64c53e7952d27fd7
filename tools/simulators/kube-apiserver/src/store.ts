import { systemClock, systemRandom } from '@handoff/time';
import type { Clock, Random } from '@handoff/time';
import { asking } from './access/authorize.js';
import type { Authorize } from './access/authorize.js';
import { bootstrapBindings, bootstrapRoles } from './access/bootstrap-roles.js';
import { bootstrapUser } from './access/bootstrap-token.js';
import { RBAC, Rbac } from './access/rbac.js';
import { ServiceAccountTokens } from './access/service-account-token.js';
import { loopback } from './access/user.js';
import type { UserInfo } from './access/user.js';
import { handle } from './api/handler.js';
import { OpenApiDocuments } from './api/openapi.js';
import type { ApiRequest } from './api/request.js';
import type { ApiResponse } from './api/response.js';
import type { PodLogs } from './api/subresources/settings.js';
import { ApiClient } from './client.js';
import type { Draft } from './client.js';
import { DefinitionController } from './controllers/definitions.js';
import { DisruptionController } from './controllers/disruption.js';
import { EventExpiry } from './controllers/event-expiry.js';
import { GarbageCollector } from './controllers/garbage-collector.js';
import { RoleAggregation } from './controllers/role-aggregation.js';
import { NamespaceController } from './controllers/namespaces.js';
import { SigningController } from './controllers/signer.js';
import type { Signer } from './controllers/signer.js';
import { systemContext } from './controllers/system-context.js';
import type { Core } from './operations/context.js';
import { create } from './operations/create.js';
import { builtinResource } from './registry/builtin.js';
import { Registry } from './registry/registry.js';
import { builtinResources } from './schema/index.js';
import { Storage } from './storage/storage.js';

export interface StoreOptions {
  readonly clock?: Clock;
  readonly random?: Random;
  /** What `/version` says. */
  readonly version?: string;
  /** How many revisions back a watch or a paged list may start; older ones are Gone. */
  readonly historyWindow?: number;
  /** CustomResourceDefinitions that are there from the start. */
  readonly crds?: readonly object[];
  /** Decides in place of RBAC. */
  readonly authorize?: Authorize;
  /** Signs approved CertificateSigningRequests; without one they stay unsigned. */
  readonly signer?: Signer;
  /** Answers `kubectl logs`; without it every container is still to start. */
  readonly podLogs?: PodLogs;
}

const DEFAULT_VERSION = 'v1.36.3';
const DEFAULT_HISTORY = 10_000;
const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/**
 * The whole state and behaviour of an API server, without sockets: several servers may stand before one store, and programs in this
 * process may use it directly. `get`, `list`, `create` and the other methods act as `system:masters`.
 */
export class Store extends ApiClient implements Disposable {
  readonly #settings: Parameters<typeof handle>[0];
  readonly #controllers: readonly Disposable[];
  readonly #authenticators = new Set<(token: string) => UserInfo | undefined>();

  constructor(options: StoreOptions = {}) {
    super((request) => this.handle(request));
    const storage = new Storage(options.historyWindow ?? DEFAULT_HISTORY);
    const core: Core = {
      storage,
      access: options.authorize === undefined ? new Rbac(storage) : asking(options.authorize),
      registry: new Registry(builtinResources.map(builtinResource)),
      clock: options.clock ?? systemClock,
      random: options.random ?? systemRandom,
      watches: new Set(),
    };
    const version = options.version ?? DEFAULT_VERSION;
    this.#settings = {
      core,
      version,
      openApi: new OpenApiDocuments(core.registry, version),
      serviceAccountTokens: new ServiceAccountTokens(core.clock, core.random),
      userOfToken: (token) => this.userOfToken(token),
      podLogs: options.podLogs ?? (() => undefined),
    };
    const roles = new RoleAggregation(core);
    this.#controllers = [
      new DefinitionController(core), new NamespaceController(core), new GarbageCollector(core), new DisruptionController(core),
      new EventExpiry(core), roles,
      ...(options.signer === undefined ? [] : [new SigningController(core, options.signer)]),
    ];
    for (const name of NAMESPACES) createInitially(core, 'v1', 'Namespace', { metadata: { name } });
    createRoles(core, roles);
    for (const definition of options.crds ?? []) createInitially(core, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', definition as Draft);
  }

  /** The resourceVersion of the latest write. */
  get resourceVersion(): string {
    return String(this.#settings.core.storage.revision);
  }

  /** Forgets the past, as etcd does when it is compacted: lists and watches that start before now are Gone. */
  compact(): void {
    this.#settings.core.storage.compact();
  }

  /** Adds a way to know users by their tokens, until it is disposed of. */
  believe(userOf: (token: string) => UserInfo | undefined): Disposable {
    this.#authenticators.add(userOf);
    return { [Symbol.dispose]: () => { this.#authenticators.delete(userOf); } };
  }

  /** Whose a token is, if it is good for anything: one that a server was given, a bootstrap token, or that of a ServiceAccount. */
  userOfToken(token: string): UserInfo | undefined {
    const { core, serviceAccountTokens } = this.#settings;
    for (const userOf of this.#authenticators) {
      const user = userOf(token);
      if (user !== undefined) return user;
    }
    return bootstrapUser(token, (namespace, name) => core.storage.get('secrets', namespace, name), core.clock.now())
      ?? serviceAccountTokens.userOf(token, (collection, namespace, name) => core.storage.get(collection, namespace, name));
  }

  /** Answers a request of a user; without one, of the server itself. Refusals are answers, never thrown. */
  handle(request: ApiRequest, user: UserInfo = loopback): Promise<ApiResponse> {
    return handle(this.#settings, request, user);
  }

  /** The API as a user sees it. */
  as(user: UserInfo): ApiClient {
    return new ApiClient((request) => this.handle(request, user));
  }

  /** Stops the controllers and ends all watches; what is stored can still be read. */
  [Symbol.dispose](): void {
    for (const watch of [...this.#settings.core.watches]) watch.end();
    for (const controller of this.#controllers) controller[Symbol.dispose]();
  }
}

function createInitially(core: Core, apiVersion: string, kind: string, object: Draft): void {
  const resource = core.registry.ofKind(apiVersion, kind);
  if (resource !== undefined) create(systemContext(core, resource, { name: object.metadata.name ?? '' }), object);
}

/** The roles of every cluster, gathered from others where they are made of others. */
function createRoles(core: Core, roles: RoleAggregation): void {
  for (const role of bootstrapRoles) createInitially(core, `${RBAC}/v1`, 'ClusterRole', role);
  for (const binding of bootstrapBindings) createInitially(core, `${RBAC}/v1`, 'ClusterRoleBinding', binding);
  roles.settle();
}

/** A new, empty cluster. */
export const createStore = (options: StoreOptions = {}): Store => new Store(options);
