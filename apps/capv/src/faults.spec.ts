import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Cluster, IPAddressClaim, Secret, VSphereCluster, VSphereMachine, VSphereVM } from '@handoff/api';
import { conditionOf, isTrue } from '@handoff/reconcile';
import { answerClaim, CLUSTER, declareCluster, keyOfName, makeMachine, provision } from './testing/declared.js';
import { Guest } from './testing/guest.js';
import { startHarness, TEMPLATE } from './testing/harness.js';
import type { Harness } from './testing/harness.js';

const NAME = 'prod-a';
const ADDRESS = '198.51.100.20';
const reasonOf = (vm: VSphereVM): string | undefined => conditionOf(vm, 'VirtualMachineProvisioned')?.reason;

describe('capv, when something is wrong', () => {
  let stack: AsyncDisposableStack;
  let harness: Harness;
  let guest: Guest;

  beforeEach(async () => {
    stack = new AsyncDisposableStack();
    harness = stack.use(await startHarness());
    guest = stack.use(await Guest.of(harness));
    await harness.start();
  });
  afterEach(() => stack.disposeAsync());

  const declared = async (): Promise<Cluster> => provision(harness, (await declareCluster(harness)).cluster);

  async function running(): Promise<void> {
    await declared();
    await makeMachine(harness, NAME);
    await answerClaim(harness, `${NAME}-0-0`, ADDRESS);
    await harness.eventually('powered on', () => harness.vcenter.vms().some(({ powerState }) => powerState === 'poweredOn'));
    await guest.reports(NAME, ADDRESS);
    await harness.until(VSphereVM, keyOfName(NAME), (vm) => isTrue(vm, 'Ready'));
  }

  it('shows the thumbprint to set when nobody vouches for the certificate', async () => {
    await declareCluster(harness, { thumbprint: undefined });
    const cluster = await harness.until(VSphereCluster, keyOfName(CLUSTER), (object) => conditionOf(object, 'VCenterAvailable')?.status === 'False');
    expect(conditionOf(cluster, 'VCenterAvailable')).toMatchObject({ reason: 'UntrustedCertificate', message: expect.stringContaining(harness.vcenter.thumbprint) });
    expect(cluster.status?.initialization).toBeUndefined();
  });

  it('says which Secret is missing, and goes on when it is there', async () => {
    await declareCluster(harness, { identityRef: { kind: 'Secret', name: 'other' } });
    const waiting = await harness.until(VSphereCluster, keyOfName(CLUSTER), (object) => conditionOf(object, 'Ready') !== undefined);
    expect(conditionOf(waiting, 'Ready')).toMatchObject({ reason: 'IdentityNotFound', message: expect.stringContaining('Secret default/other') });
    await harness.kube.create(Secret, { metadata: keyOfName('other'), stringData: { username: 'user', password: 'pass' } });
    await harness.until(VSphereCluster, keyOfName(CLUSTER), (object) => isTrue(object, 'Ready'));
  });

  it('tells a wrong password, and does not try it again', async () => {
    const { cluster } = await declareCluster(harness, { identityRef: { kind: 'Secret', name: 'wrong' } });
    await harness.kube.create(Secret, { metadata: keyOfName('wrong'), stringData: { username: 'user', password: 'no' } });
    await harness.until(VSphereCluster, keyOfName(CLUSTER), (object) => conditionOf(object, 'Ready')?.reason === 'InvalidLogin');
    const logins = harness.vcenter.calls.count('Login');
    await harness.touch(VSphereCluster, keyOfName(CLUSTER));
    const secret = await harness.until(Secret, keyOfName('wrong'), () => true);
    await harness.kube.patch(Secret, secret, [{ op: 'replace', path: '/data/password', value: Buffer.from('pass').toString('base64') }]);
    await harness.touch(VSphereCluster, keyOfName(CLUSTER));
    await provision(harness, cluster);
    expect(harness.vcenter.calls.count('Login')).toBe(logins + 1);
  });

  it('waits for an endpoint that the user must give', async () => {
    await declareCluster(harness, { controlPlaneEndpoint: undefined });
    const cluster = await harness.until(VSphereCluster, keyOfName(CLUSTER), (object) => conditionOf(object, 'Ready')?.reason === 'WaitingForControlPlaneEndpoint');
    expect(isTrue(cluster, 'VCenterAvailable')).toBe(true);
  });

  it('names the template that is missing and those like it, and goes on when it is there', async () => {
    await declared();
    await makeMachine(harness, NAME, { template: 'ubuntu-2204-kube-v1.33.2' });
    const vm = await harness.until(VSphereVM, keyOfName(NAME), (object) => reasonOf(object) === 'TemplateNotFound');
    const message = conditionOf(vm, 'VirtualMachineProvisioned')?.message ?? '';
    for (const part of ['"ubuntu-2204-kube-v1.33.2"', 'datacenter DC0', TEMPLATE, 'spec.template.spec.template']) expect(message).toContain(part);
    const machine = await harness.until(VSphereMachine, keyOfName(NAME), (object) => conditionOf(object, 'Ready')?.reason === 'TemplateNotFound');
    expect(conditionOf(machine, 'Ready')?.message).toBe(message);
    harness.vcenter.addTemplate('ubuntu-2204-kube-v1.33.2');
    await harness.touch(VSphereVM, keyOfName(NAME));
    await harness.eventually('cloned', () => harness.vcenter.vms().length === 1);
  });

  it('does not take a machine of the same name for its own', async () => {
    harness.vcenter.addTemplate(NAME); // in the machine folder too
    await declared();
    await makeMachine(harness, NAME);
    const vm = await harness.until(VSphereVM, keyOfName(NAME), (object) => reasonOf(object) === 'DuplicateName' || reasonOf(object) === 'TaskFailed');
    expect(conditionOf(vm, 'VirtualMachineProvisioned')?.message).toContain(`a virtual machine named ${NAME} is in folder vm already`);
    const { items } = await harness.kube.list(VSphereMachine);
    for (const machine of items) await harness.kube.delete(VSphereMachine, machine);
    await harness.untilGone(VSphereMachine, keyOfName(NAME));
    expect(harness.vcenter.vms({ templates: true }).map(({ name }) => name)).toContain(NAME);
  });

  it('does not make a machine again that somebody removed', async () => {
    await running();
    await guest.removed(NAME);
    const vm = await harness.until(VSphereVM, keyOfName(NAME), (object) => reasonOf(object) === 'NotFoundByBIOSUUID');
    expect(vm.status?.ready).toBe(false);
    await harness.until(VSphereMachine, keyOfName(NAME), (object) => conditionOf(object, 'Ready')?.reason === 'NotFoundByBIOSUUID');
    expect(harness.vcenter.vms()).toEqual([]);
    const { items } = await harness.kube.list(VSphereMachine);
    for (const machine of items) await harness.kube.delete(VSphereMachine, machine);
    await harness.untilGone(VSphereMachine, keyOfName(NAME));
  });

  it('brings the guest\'s own words to the machine, also when it succeeds after all', async () => {
    await running();
    await guest.says(NAME, { state: 'running', step: 'kubeadm: preflight' });
    await harness.until(VSphereMachine, keyOfName(NAME), (object) => conditionOf(object, 'BootstrapSucceeded')?.message === 'kubeadm: preflight');
    await guest.says(NAME, { state: 'failed', step: 'kubeadm: discovery', error: 'could not find a JWS signature' });
    const failed = await harness.until(VSphereMachine, keyOfName(NAME), (object) => conditionOf(object, 'BootstrapSucceeded')?.status === 'False');
    expect(conditionOf(failed, 'BootstrapSucceeded')).toMatchObject({ reason: 'BootstrapFailed', message: 'kubeadm: discovery: could not find a JWS signature' });
    await guest.says(NAME, { state: 'done' });
    await harness.until(VSphereMachine, keyOfName(NAME), (object) => isTrue(object, 'BootstrapSucceeded'));
  });

  it('goes on after vCenter ended all sessions', async () => {
    await running();
    harness.vcenter.endSessions();
    await guest.says(NAME, { state: 'done' });
    await harness.until(VSphereMachine, keyOfName(NAME), (object) => isTrue(object, 'BootstrapSucceeded'));
  });

  it('tries again when a call fails, and shows why meanwhile', async () => {
    const end = harness.vcenter.addFaultRule({ method: 'PowerOnVM_Task', fault: { type: 'InsufficientResourcesFault', message: 'The host has not enough memory.' } });
    await declared();
    await makeMachine(harness, NAME);
    await answerClaim(harness, `${NAME}-0-0`, ADDRESS);
    const vm = await harness.until(VSphereVM, keyOfName(NAME), (object) => reasonOf(object) === 'InsufficientResources');
    expect(conditionOf(vm, 'VirtualMachineProvisioned')?.message).toContain('The host has not enough memory.');
    end();
    await harness.until(VSphereVM, keyOfName(NAME), (object) => reasonOf(object) === 'WaitingForIPAddress');
  });

  it('shows why a task failed in vCenter\'s own words, and does not wait for the next attempt to be removed', async () => {
    await declared();
    const { infrastructure } = await makeMachine(harness, NAME, { customVMXKeys: { 'guestinfo.large': 'x'.repeat(66 * 1024) } });
    const vm = await harness.until(VSphereVM, keyOfName(NAME), (object) => reasonOf(object) === 'TaskFailed');
    expect(conditionOf(vm, 'VirtualMachineProvisioned')?.message).toMatch(/guestinfo.large has 67584 bytes.*it is tried again at \d{4}-/);
    expect(vm.status?.retryAfter).toBeDefined();
    const asked = harness.vcenter.calls.count('PowerOnVM_Task');
    await harness.touch(VSphereVM, keyOfName(NAME));
    expect(harness.vcenter.calls.count('PowerOnVM_Task')).toBe(asked);
    await harness.kube.delete(VSphereMachine, infrastructure);
    await harness.untilGone(VSphereMachine, keyOfName(NAME));
    expect(harness.vcenter.calls.count('CloneVM_Task')).toBe(1);
  });

  it('does nothing while its Cluster is paused', async () => {
    const { kube, vcenter, until } = harness;
    await running();
    const cluster = await until(Cluster, keyOfName(CLUSTER), () => true);
    await kube.patch(Cluster, cluster, [{ op: 'add', path: '/spec/paused', value: true }]);
    await until(VSphereVM, keyOfName(NAME), (object) => isTrue(object, 'Paused'));
    vcenter.calls.reset();
    for (const machine of (await kube.list(VSphereMachine)).items) await kube.delete(VSphereMachine, machine);
    for (const vm of (await kube.list(VSphereVM)).items) await kube.delete(VSphereVM, vm);
    await until(VSphereVM, keyOfName(NAME), ({ metadata }) => metadata.deletionTimestamp !== undefined);
    expect(Object.keys(vcenter.calls.toJSON()).filter((method) => method !== 'WaitForUpdatesEx')).toEqual([]);
    expect(await kube.get(IPAddressClaim, keyOfName(`${NAME}-0-0`))).toBeDefined();
  });
});
