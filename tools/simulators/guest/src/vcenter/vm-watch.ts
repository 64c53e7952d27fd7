import type { Clock } from '@handoff/time';

import { isRecord, type Fields } from '../json.js';
import { readReference, reference, type MoRef, type VcenterSession } from './session.js';
import { listOf, textOf, VcenterError } from './soap.js';

/** What decides whether a virtual machine is played. */
export interface VirtualMachine {
  readonly ref: MoRef;
  readonly name: string;
  readonly uuid: string;
  readonly isTemplate: boolean;
  readonly isPoweredOn: boolean;
}

/** What became known of a VM: how it is now, or that it is gone. */
export type VmChange = { readonly kind: 'present'; readonly vm: VirtualMachine } | { readonly kind: 'gone'; readonly ref: MoRef };

/*
 * Only small ones: vcsim reads and copies everything in a filter again for every change of any object, each task included. With guest data
 * and devices among them, that copying was what a fleet waited for.
 */
const paths = ['name', 'config.uuid', 'config.template', 'runtime.powerState'];

/** How long vCenter may hold a poll open, in seconds. */
const maxWaitSeconds = 60;

/** What is known of each VM, by reference; it outlives a session, so that VMs that went in between are missed. */
type Known = Map<string, { readonly ref: MoRef; readonly values: Map<string, unknown> }>;

/** Watches all VMs of a vCenter by one long poll of the property collector; rejects when the session ends or the signal is aborted. */
async function watchVirtualMachines(
  session: VcenterSession,
  known: Known,
  listener: (change: VmChange) => void,
  signal: AbortSignal,
): Promise<never> {
  const { connection, content } = session;
  await createFilter(session);
  const unseen = new Map([...known].map(([id, { ref }]) => [id, ref]));
  known.clear();
  for (let version = ''; ;) {
    const argument = `<version>${version}</version><options><maxWaitSeconds>${String(maxWaitSeconds)}</maxWaitSeconds></options>`;
    const { returnval } = await connection.call('WaitForUpdatesEx', content.propertyCollector, argument, signal);
    const updates = isRecord(returnval) ? listOf(returnval['filterSet']).flatMap((filter) => listOf(filter['objectSet'])) : [];
    for (const update of updates) apply(update, known, listener);
    for (const [id, ref] of unseen) if (!known.has(id)) listener({ kind: 'gone', ref });
    unseen.clear();
    if (isRecord(returnval)) version = textOf(returnval['version']);
  }
}

/** A view over everything below the root folder, and a filter on what the view shows: VMs come and go without being asked for. */
async function createFilter({ connection, content }: VcenterSession): Promise<void> {
  const { returnval } = await connection.call(
    'CreateContainerView',
    content.viewManager,
    `${reference('container', content.rootFolder)}<type>VirtualMachine</type><recursive>true</recursive>`,
  );
  const view = readReference(returnval);
  const step =
    '<selectSet xsi:type="TraversalSpec"><name>view</name><type>ContainerView</type><path>view</path><skip>false</skip></selectSet>';
  const properties = `<propSet><type>VirtualMachine</type><all>false</all>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet>`;
  const spec = `<spec>${properties}<objectSet>${reference('obj', view)}<skip>true</skip>${step}</objectSet></spec><partialUpdates>false</partialUpdates>`;
  await connection.call('CreateFilter', content.propertyCollector, spec);
}

function apply(update: Fields, known: Known, listener: (change: VmChange) => void): void {
  const ref = readReference(update['obj']);
  if (textOf(update['kind']) === 'leave') {
    known.delete(ref.id);
    listener({ kind: 'gone', ref });
    return;
  }
  const values = known.get(ref.id)?.values ?? new Map<string, unknown>();
  known.set(ref.id, { ref, values });
  for (const change of listOf(update['changeSet'])) values.set(textOf(change['name']), change['val']);
  const vm = readVm(ref, values);
  if (vm !== undefined) listener({ kind: 'present', vm });
}

/** A VM that is being created has no configuration yet, and is told of again when it has. */
function readVm(ref: MoRef, values: ReadonlyMap<string, unknown>): VirtualMachine | undefined {
  const uuid = textOf(values.get('config.uuid'));
  if (uuid === '') return undefined;
  return {
    ref,
    uuid,
    name: textOf(values.get('name')),
    isTemplate: textOf(values.get('config.template')) === 'true',
    isPoweredOn: textOf(values.get('runtime.powerState')) === 'poweredOn',
  };
}

/** Keeps the watch up: opens another session when one ends, after a growing pause, until the signal is aborted. */
export async function keepWatching(
  open: () => Promise<VcenterSession>,
  hear: (change: VmChange, session: VcenterSession) => void,
  options: {
    readonly clock: Clock;
    readonly signal: AbortSignal;
    readonly lost: (error: unknown) => void;
    readonly first: VcenterSession;
  },
): Promise<void> {
  const { clock, signal, lost } = options;
  const known: Known = new Map();
  let session: VcenterSession | undefined = options.first;
  for (let pause = 500; !signal.aborted; pause = Math.min(pause * 2, 30_000)) {
    try {
      const current = (session ??= await open());
      await watchVirtualMachines(
        current,
        known,
        (change) => {
          hear(change, current);
        },
        signal,
      );
    } catch (error) {
      if (isAborted(signal)) break;
      lost(error);
      if (!(error instanceof VcenterError)) throw error;
      void session?.logout();
      session = undefined;
      await clock.sleep(pause, signal).catch(() => undefined);
    }
  }
  await session?.logout();
}

/** Asked anew after a wait: the compiler takes what it saw before the wait for granted. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
