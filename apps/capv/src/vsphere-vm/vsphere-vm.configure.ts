import { Secret, VSphereVMReasons as Reason } from '@handoff/api';
import type { VSphereVM } from '@handoff/api';
import { metadataDocument, vendorData } from '@handoff/kubeadm';
import type { KubeClient } from '@handoff/kube';
import { waitFor } from '@handoff/reconcile';
import type { Context, Phase, Wait } from '@handoff/reconcile';
import { guestinfo } from '@handoff/vsphere';
import type { VmInfo } from '@handoff/vsphere';
import { addressOf } from './claims.js';
import type { PoolAddress } from './claims.js';
import { attachedDevices, claimMessage } from './guest-network.js';
import { claimStates, isSettled } from './vsphere-vm.scope.js';
import type { VmDeps, VmScope } from './vsphere-vm.scope.js';
import { command } from './vsphere-vm.task.js';

/**
 * Hands the guest what it boots with, in one reconfiguration: its network with the static addresses, the bootstrap data, and our reporter.
 * That the metadata stands in vCenter therefore says that all of it does.
 */
export const configureGuest = (deps: VmDeps): Phase<VmScope> => async function configure(scope, context) {
  if (!isSettled(scope) || scope.live.powerState === 'poweredOn') return undefined;
  const given = await gather(scope, context);
  if ('reason' in given) return given;
  const metadata = metadataOf(scope.vm, scope.live, given);
  const { extraConfig } = scope.live;
  if ([...metadata].every(([key, value]) => extraConfig.get(key) === value)) {
    scope.configured = true;
    return undefined;
  }
  const documents = await bootstrapDocuments(context.kube, scope.vm);
  if ('reason' in documents) return documents;
  const whole = new Map([...documents, ...metadata]);
  const wait = await command(deps, scope, context, () => scope.client.reconfigure(scope.ref, { extraConfig: whole }));
  scope.configured = wait === undefined;
  return wait;
};

/** Addresses from pools may have come while vCenter cloned: the claims are looked at anew. */
async function gather(scope: VmScope, context: Context): Promise<readonly PoolAddress[] | Wait> {
  scope.claims = claimStates(scope.vm, context);
  const answers = await Promise.all(scope.claims.map((state) => addressOf(context.kube, state, state.claim)));
  const missing = scope.claims.filter((_, index) => answers[index] === undefined);
  if (missing.length === 0) return answers.filter((answer) => answer !== undefined);
  return waitFor(Reason.WaitingForIPAllocation, missing.map(({ name, claim }) => claimMessage(name, claim)).join('; '));
}

/** cloud-init takes another instance id for another host, so the id is the name: it stays over reboots. */
const metadataOf = (vm: VSphereVM, live: VmInfo, given: readonly PoolAddress[]): ReadonlyMap<string, string> => {
  const { name } = vm.metadata;
  const { routes = [] } = vm.spec.network;
  const devices = attachedDevices(vm, live, given);
  return guestinfo({ metadata: metadataDocument({ instanceId: name, hostname: name, devices, routes }) });
};

async function bootstrapDocuments(kube: KubeClient, { metadata, spec }: VSphereVM): Promise<ReadonlyMap<string, string> | Wait> {
  if (spec.bootstrapRef === undefined) return guestinfo({ vendordata: vendorData() });
  const { name } = spec.bootstrapRef;
  const secret = await kube.get(Secret, { namespace: metadata.namespace, name });
  const value = secret?.data?.['value'];
  if (value === undefined) return waitFor('WaitingForBootstrapData', `Secret ${name} named by spec.bootstrapRef ${secret === undefined ? 'is not there' : 'has no key "value"'}: its KubeadmConfig makes it`);
  const format = Buffer.from(secret?.data?.['format'] ?? '', 'base64').toString('utf8');
  if (format === 'ignition') return new Map([['guestinfo.ignition.config.data', value], ['guestinfo.ignition.config.data.encoding', 'base64']]);
  return guestinfo({ userdata: Buffer.from(value, 'base64'), vendordata: vendorData() });
}
