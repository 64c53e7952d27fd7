import { VcenterError, type VcenterAccess, type VcenterConnector, type VcenterSession } from '../../vcenter/session.js';
import { Node, type NodeAddress } from '../kinds.js';
import { vcentersOf } from './cloud-config.js';
import { ContainerError, flagOf, type ImageContext, type ImageEffect } from './image.js';
import { readMounted } from './mounts.js';

const uninitialized = 'node.cloudprovider.kubernetes.io/uninitialized';
const defaultConfig = '/etc/cloud/vsphere.conf';

/** Wait before vCenter is asked again about a node, in milliseconds. */
const retryAfter = 1_000;

/**
 * The vSphere cloud provider: logs in to the vCenters of its mounted configuration, for real, and initializes every node whose VM it finds
 * there by the node's system UUID.
 */
export const cloudProvider: ImageEffect = async (context) => {
  const { container, signal } = context;
  const text = await readMounted(context, flagOf(container, 'cloud-config') ?? defaultConfig);
  const sessions = await logIn(context, text);
  const watch = context.api.watch(
    Node,
    ({ type, object }) => {
      if (type !== 'DELETED' && needsInitialization(object)) void initialize(context, sessions, object.metadata.name);
    },
    () => undefined,
  );
  const stop = (): void => {
    watch[Symbol.dispose]();
    for (const session of sessions) void session.logout();
  };
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
};

/** A login that is made again when vCenter has ended it: it sits idle while no node joins. */
class CloudSession {
  constructor(
    private readonly access: VcenterAccess,
    private readonly connector: VcenterConnector,
    private session: VcenterSession,
  ) {}

  async findVm(uuid: string): ReturnType<VcenterSession['findVm']> {
    try {
      return await this.session.findVm(uuid);
    } catch (error) {
      if (!(error instanceof VcenterError) || error.fault !== 'NotAuthenticated') throw error;
      this.session = await this.connector.connect(this.access);
      return this.session.findVm(uuid);
    }
  }

  logout(): Promise<void> {
    return this.session.logout();
  }
}

async function logIn({ api, vcenters }: ImageContext, text: string): Promise<CloudSession[]> {
  const sessions: CloudSession[] = [];
  for (const access of await vcentersOf(text, api)) {
    try {
      sessions.push(new CloudSession(access, vcenters, await vcenters.connect(access)));
    } catch (error) {
      for (const session of sessions) void session.logout();
      if (!(error instanceof VcenterError)) throw error;
      throw new ContainerError(`failed to connect to vCenter ${access.server}: ${error.message}`, { cause: error });
    }
  }
  return sessions;
}

const needsInitialization = (node: Node): boolean =>
  (node.spec?.providerID ?? '') === '' || (node.spec?.taints ?? []).some(({ key }) => key === uninitialized);

/** One pod of the cluster at a time looks after a node: the provider elects a leader. */
function initialize(context: ImageContext, sessions: readonly CloudSession[], name: string): Promise<void> {
  const { kubelet, signal } = context;
  return context
    .once(`cloud-provider/${name}`, () => initializeNode(context, sessions, name))
    .catch((error: unknown) => {
      if (!signal.aborted)
        kubelet.machine.console.write(`cloud-provider-vsphere: node ${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
}

async function initializeNode(context: ImageContext, sessions: readonly CloudSession[], name: string): Promise<void> {
  const { api, clock, signal, kubelet } = context;
  for (;;) {
    signal.throwIfAborted();
    const node = await api.get(Node, undefined, name);
    if (node === undefined || !needsInitialization(node)) return;
    const found = await findVm(sessions, node.status?.nodeInfo?.systemUUID ?? '');
    if (typeof found !== 'string') {
      await api.edit(Node, { name }, (current) => withAddresses(current, found.addresses), 'status');
      await api.edit(Node, { name }, (current) => initialized(current, found.uuid));
      return;
    }
    kubelet.machine.console.write(`cloud-provider-vsphere: node ${name}: ${found}`);
    await clock.sleep(retryAfter, signal);
  }
}

/** The VM of a node, or what stands in the way of knowing it. */
async function findVm(sessions: readonly CloudSession[], uuid: string): Promise<{ uuid: string; addresses: readonly string[] } | string> {
  try {
    for (const session of sessions) {
      const found = await session.findVm(uuid);
      if (found !== undefined) return found.addresses.length > 0 ? found : 'its VM shows no address yet';
    }
    return 'no VM has its system UUID';
  } catch (error) {
    if (error instanceof VcenterError) return error.message;
    throw error;
  }
}

function withAddresses(node: Node, addresses: readonly string[]): Node {
  const wanted: NodeAddress[] = [
    ...addresses.slice(0, 1).flatMap((address) => [
      { type: 'ExternalIP', address },
      { type: 'InternalIP', address },
    ]),
    { type: 'Hostname', address: node.metadata.name },
  ];
  return { ...node, status: { ...node.status, addresses: wanted } };
}

function initialized(node: Node, uuid: string): Node {
  const taints = (node.spec?.taints ?? []).filter(({ key }) => key !== uninitialized);
  const { taints: _before, ...spec } = node.spec ?? {};
  return { ...node, spec: { ...spec, providerID: `vsphere://${uuid}`, ...(taints.length > 0 ? { taints } : {}) } };
}
