import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { IPAddressClaim, VSphereMachine, VSphereVM } from '@handoff/api';
import { answerClaim, declareCluster, keyOfName, makeMachine, provision } from './testing/declared.js';
import { Guest } from './testing/guest.js';
import { startHarness } from './testing/harness.js';
import type { Harness, Killable } from './testing/harness.js';

const NAME = 'prod-a';
const ADDRESS = '198.51.100.20';

describe('capv, killed and started again', () => {
  let stack: AsyncDisposableStack;
  let harness: Harness;
  let guest: Guest;
  let service: Killable;

  beforeEach(async () => {
    stack = new AsyncDisposableStack();
    harness = stack.use(await startHarness());
    guest = stack.use(await Guest.of(harness));
    service = await harness.start();
    await provision(harness, (await declareCluster(harness)).cluster);
  });
  afterEach(() => stack.disposeAsync());

  /** From here on as if nothing had happened. */
  async function comesUp(): Promise<void> {
    const { until, eventually, vcenter, kube } = harness;
    await eventually('powered on', () => vcenter.vms().some(({ powerState }) => powerState === 'poweredOn'));
    await guest.reports(NAME, ADDRESS);
    const machine = await until(VSphereMachine, keyOfName(NAME), ({ status }) => status?.initialization?.provisioned === true);
    expect(vcenter.vms().map(({ name, uuid }) => [name, `vsphere://${uuid}`])).toEqual([[NAME, machine.spec.providerID]]);
    expect((await kube.list(VSphereVM)).items).toHaveLength(1);
    expect((await kube.list(IPAddressClaim)).items).toHaveLength(1);
  }

  async function goesAway(): Promise<void> {
    const { untilGone, eventually, vcenter } = harness;
    await untilGone(VSphereMachine, keyOfName(NAME));
    await untilGone(IPAddressClaim, keyOfName(`${NAME}-0-0`));
    await eventually('nothing left behind', () => vcenter.vms().length === 0);
  }

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('has one machine when it was killed after write %i', async (writes) => {
    const killed = service.killAfter(writes);
    await makeMachine(harness, NAME);
    const answered = answerClaim(harness, `${NAME}-0-0`, ADDRESS);
    const isOn = (): boolean => harness.vcenter.vms().some(({ powerState }) => powerState === 'poweredOn');
    await Promise.race([killed, harness.eventually('killed, or with nothing left to write before its guest speaks', isOn)]);
    await service.kill();
    await harness.start();
    await answered;
    await comesUp();
  });

  it.each(['FindByUuid', 'CloneVM_Task', 'ReconfigVM_Task', 'PowerOnVM_Task'])('has one machine when it was killed during %s', async (method) => {
    const { vcenter, eventually } = harness;
    vcenter.setDelays({ clone: 300, reconfigure: 100, powerOn: 100 });
    vcenter.calls.reset();
    await makeMachine(harness, NAME);
    await answerClaim(harness, `${NAME}-0-0`, ADDRESS);
    await eventually(method, () => vcenter.calls.count(method) > 0);
    await service.kill();
    await harness.start();
    await comesUp();
  });

  it('has one machine when the reply to the clone was lost', async () => {
    harness.vcenter.addFaultRule({ method: 'CloneVM_Task', times: 1, dropReply: true });
    await makeMachine(harness, NAME);
    await answerClaim(harness, `${NAME}-0-0`, ADDRESS);
    await comesUp();
  });

  it.each([1, 2, 3, 4, 5, 6])('leaves nothing behind when it was killed after write %i of the removal', async (writes) => {
    const { infrastructure } = await makeMachine(harness, NAME);
    await answerClaim(harness, `${NAME}-0-0`, ADDRESS);
    await comesUp();
    const killed = service.killAfter(writes);
    await harness.kube.delete(VSphereMachine, infrastructure);
    await Promise.race([killed, goesAway()]);
    await service.kill();
    await harness.start();
    await goesAway();
  });

  it.each([false, true])('leaves nothing behind when a machine is removed while it is cloned (killed meanwhile: %s)', async (isKilled) => {
    const { vcenter, eventually, kube } = harness;
    vcenter.setDelays({ clone: 500 });
    const { infrastructure } = await makeMachine(harness, NAME);
    await eventually('cloning', () => vcenter.calls.count('CloneVM_Task') > 0);
    if (isKilled) await service.kill();
    await kube.delete(VSphereMachine, infrastructure);
    if (isKilled) await harness.start();
    await goesAway();
    expect(vcenter.calls.count('Destroy_Task')).toBe(1);
  });
});
