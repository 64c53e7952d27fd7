import { systemClock, systemRandom } from '@handoff/time';
import { DEFAULT_GUESTINFO_KEYS, type VSphereOptions } from './client-options.js';
import { Inventory } from './inventory/inventory.js';
import { Templates } from './inventory/templates.js';
import { ContentLibrary } from './library/content-library.js';
import { PropertyWatcher } from './property/property-watcher.js';
import { RestClient } from './rest/rest-client.js';
import { Session } from './session/session.js';
import { Exchange } from './soap/exchange.js';
import { SoapClient } from './soap/soap-client.js';
import { StoragePolicies } from './storage/storage-policies.js';
import { connectTransport, serverAddress } from './transport/undici-transport.js';
import { Tasks } from './vm/tasks.js';
import { VirtualMachines } from './vm/virtual-machines.js';
import { vmPaths } from './vm/vm-info.js';
import { watchedPaths } from './watched-paths.js';

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_WAIT_SECONDS = 240;
const LOGOUT_TIMEOUT_MS = 5_000;

/** The parts of one client, put together. */
export interface Connection extends AsyncDisposable {
  readonly server: string;
  readonly session: Session;
  readonly rest: RestClient;
  readonly inventory: Inventory;
  readonly templates: Templates;
  readonly tasks: Tasks;
  readonly machines: VirtualMachines;
  readonly library: ContentLibrary;
  readonly policies: StoragePolicies;
}

export function connection(options: VSphereOptions): Connection {
  const { limits = {}, clock = systemClock, random = systemRandom } = options;
  const server = serverAddress(options.server);
  const transport = options.transport ?? connectTransport({ ...options, server, ...connectionsOf(limits) });
  const exchange = new Exchange(clock, limits.requestTimeoutMs ?? DEFAULT_TIMEOUT_MS, options.onCall);
  const session = new Session(new SoapClient(transport, exchange, server), options, clock, options.sessionStore);
  const rest = new RestClient(transport, exchange, options, server, clock);
  const guestinfoKeys = options.guestinfoKeys ?? DEFAULT_GUESTINFO_KEYS;
  const watcher = new PropertyWatcher(session, {
    paths: watchedPaths(guestinfoKeys),
    clock,
    random,
    maxWaitSeconds: limits.maxWaitSeconds ?? DEFAULT_MAX_WAIT_SECONDS,
    onError: options.onBackgroundError ?? (() => undefined),
  });
  const inventory = new Inventory(session, watcher);
  const templates = new Templates(session, inventory, watcher);
  const tasks = new Tasks(session, watcher);
  const machines = new VirtualMachines(session, watcher, inventory, templates, tasks, vmPaths(guestinfoKeys));
  return {
    server,
    session,
    rest,
    inventory,
    templates,
    tasks,
    machines,
    library: new ContentLibrary(rest),
    policies: new StoragePolicies(session),
    async [Symbol.asyncDispose]() {
      await watcher[Symbol.asyncDispose]();
      const limit = { timeoutMs: LOGOUT_TIMEOUT_MS };
      // Best effort: a vCenter that is not there forgets idle sessions by itself.
      await Promise.allSettled([session.logout(limit), rest.logout(limit)]);
      exchange.dispose();
      await transport[Symbol.asyncDispose]();
    },
  };
}

const connectionsOf = ({ connections }: { readonly connections?: number }): { readonly connections?: number } =>
  connections === undefined ? {} : { connections };
