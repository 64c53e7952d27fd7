import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Finalizers, IPAddressClaim, Secret, VSphereCluster, VSphereMachine, VSphereVM } from '@handoff/api';
import { conditionOf, isTrue } from '@handoff/reconcile';
// eslint-disable-next-line @nx/enforce-module-boundaries -- a spec; nothing that ships depends on the simulator
import type { VCenterSimulator } from '@handoff/simulator-vcenter';
import { answerClaim, CLUSTER, declareCluster, keyOfName, makeMachine, provision } from './testing/declared.js';
import { Guest } from './testing/guest.js';
import { startHarness } from './testing/harness.js';
import type { Harness } from './testing/harness.js';

/** Calls that each machine costs; those that look for changes and for places are shared. */
const perMachine = ({ calls }: VCenterSimulator): Record<string, number> =>
  Object.fromEntries(Object.entries(calls.toJSON()).filter(([method]) => !/ListView|Filter|PropertyCollector|WaitForUpdates|RetrieveProperties|FindChild/.test(method)));

describe('capv', () => {
  let stack: AsyncDisposableStack;
  let harness: Harness;
  let guest: Guest;

  beforeEach(async () => {
    stack = new AsyncDisposableStack();
    harness = stack.use(await startHarness());
    guest = stack.use(await Guest.of(harness));
  });
  afterEach(() => stack.disposeAsync());

  it('brings a machine up with its static address, and takes it away again', async () => {
    const { kube, vcenter, until, untilGone } = harness;
    await harness.start();
    const { cluster } = await declareCluster(harness);
    await provision(harness, cluster);
    const ready = await until(VSphereCluster, keyOfName(CLUSTER), (object) => isTrue(object, 'Ready'));
    expect(ready.status?.vCenterVersion).toMatch(/^\d+\.\d/);
    const secret = await kube.get(Secret, keyOfName(CLUSTER));
    expect(secret?.metadata.finalizers).toEqual([Finalizers.vsphereClusterSecret]);
    expect(secret?.metadata.ownerReferences?.map(({ uid }) => uid)).toEqual([ready.metadata.uid]);

    vcenter.calls.reset();
    const { infrastructure } = await makeMachine(harness, 'prod-a');
    await answerClaim(harness, 'prod-a-0-0', '198.51.100.20');
    await until(VSphereVM, keyOfName('prod-a'), (vm) => conditionOf(vm, 'VirtualMachineProvisioned')?.reason === 'WaitingForIPAddress');
    expect(vcenter.vms().map(({ name, powerState }) => [name, powerState])).toEqual([['prod-a', 'poweredOn']]);
    expect(perMachine(vcenter)).toEqual({ FindByUuid: 1, CloneVM_Task: 1, ReconfigVM_Task: 1, PowerOnVM_Task: 1 });
    await guest.reports('prod-a', '198.51.100.20');
    const machine = await until(VSphereMachine, keyOfName('prod-a'), ({ status }) => status?.initialization?.provisioned === true);
    const vm = await until(VSphereVM, keyOfName('prod-a'), (object) => isTrue(object, 'Ready'));
    expect(machine.spec.providerID).toBe(`vsphere://${vcenter.vms()[0]?.uuid ?? ''}`);
    expect(machine.status?.addresses).toEqual([
      { type: 'ExternalIP', address: '198.51.100.20' }, { type: 'InternalIP', address: '198.51.100.20' }, { type: 'InternalDNS', address: 'prod-a' },
    ]);
    expect(vm.status).toMatchObject({ ready: true, addresses: ['198.51.100.20'], cloneMode: 'linkedClone' });
    expect(vm.status?.taskRef).toBeUndefined();

    await kube.delete(VSphereMachine, infrastructure);
    await untilGone(VSphereMachine, keyOfName('prod-a'));
    expect(vcenter.vms()).toEqual([]);
    await untilGone(IPAddressClaim, keyOfName('prod-a-0-0'));
    await kube.delete(VSphereCluster, ready);
    await untilGone(VSphereCluster, keyOfName(CLUSTER));
    await untilGone(Secret, keyOfName(CLUSTER));
  });
});
