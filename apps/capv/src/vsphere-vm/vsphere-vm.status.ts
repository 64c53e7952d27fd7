import { VSphereVMConditions as Type, VSphereVMReasons as Reason } from '@handoff/api';
import { condition, conditionOf } from '@handoff/reconcile';
import type { ConditionIntent, Report, StatusIntent } from '@handoff/reconcile';
import { rfc3339 } from '@handoff/time';
import { BOOTSTRAP_SUCCEEDED, bootstrapCondition, reportOf } from './bootstrap-report.js';
import { addressesOf, claimMessage, expectsNoAddress, networkStatus } from './guest-network.js';
import { isUnseen } from './vsphere-vm.scope.js';
import type { VmScope } from './vsphere-vm.scope.js';

/** True when the machine runs and has its addresses. While vCenter tells nothing, what was so last. */
export function isReady(scope: VmScope): boolean {
  const { vm, live } = scope;
  if (vm.metadata.deletionTimestamp !== undefined) return false;
  if (live === undefined) return isUnseen(scope) && vm.status?.ready === true;
  return live.powerState === 'poweredOn' && vm.spec.biosUUID !== undefined && (expectsNoAddress(vm) || addressesOf(vm, live).length > 0);
}

export function vmStatus(scope: VmScope, report: Report): StatusIntent {
  const { vm, task, retryAfter, ref, plan } = scope;
  const { status } = vm;
  const fields = {
    ...seen(scope),
    ready: isReady(scope),
    cloneMode: plan?.cloneMode ?? status?.cloneMode,
    snapshot: plan === undefined ? status?.snapshot : plan.snapshot?.value,
    vmRef: ref === undefined ? undefined : `${ref.type}:${ref.value}`,
    taskRef: task?.ref.value,
    retryAfter: retryAfter === undefined ? undefined : rfc3339(retryAfter),
  };
  const present = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return { ...present, conditions: conditions(scope, report) };
}

/** What the guest and the host say; while vCenter tells nothing, what they said last. */
function seen(scope: VmScope): Record<string, unknown> {
  const { vm, live } = scope;
  if (live === undefined) {
    const { addresses, network, host } = vm.status ?? {};
    return isUnseen(scope) ? { addresses, network, host } : {};
  }
  const addresses = addressesOf(vm, live);
  const network = networkStatus(vm, live);
  return {
    ...(addresses.length === 0 ? {} : { addresses }),
    ...(network.length === 0 ? {} : { network }),
    host: live.host?.value,
  };
}

function conditions(scope: VmScope, report: Report): ConditionIntent[] {
  const provisioned = provisionedCondition(scope, report);
  const bootstrap = bootstrapOf(scope);
  return [
    { ...provisioned, type: Type.Ready },
    provisioned,
    vcenterCondition(scope),
    claimsCondition(scope),
    ...(bootstrap === undefined ? [] : [bootstrap]),
  ];
}

function provisionedCondition(scope: VmScope, report: Report): ConditionIntent {
  const { blocker } = report;
  const type = Type.VirtualMachineProvisioned;
  if (scope.vm.metadata.deletionTimestamp !== undefined) return condition(type, false, Reason.Deleting, blocker?.message ?? '');
  if (isReady(scope) && (blocker === undefined || isUnseen(scope))) return condition(type, true, Reason.Provisioned);
  return condition(type, false, blocker?.reason ?? Reason.NotProvisioned, blocker?.message ?? '');
}

function vcenterCondition({ client, cluster, unreachable }: VmScope): ConditionIntent {
  if (client !== undefined) return condition(Type.VCenterAvailable, true, 'VCenterAvailable');
  if (cluster === undefined) return condition(Type.VCenterAvailable, undefined, 'WaitingForVSphereCluster', 'the VSphereCluster, which tells the vCenter, is not there');
  return condition(Type.VCenterAvailable, false, 'VCenterUnreachable', unreachable?.message ?? '');
}

function claimsCondition({ claims }: VmScope): ConditionIntent {
  const waiting = claims.filter(({ claim }) => claim?.status?.addressRef === undefined);
  if (claims.length === 0) return condition(Type.IPAddressClaimsFulfilled, true, 'NoClaims');
  return condition(Type.IPAddressClaimsFulfilled, waiting.length === 0, waiting.length === 0 ? 'Fulfilled' : Reason.WaitingForIPAllocation,
    waiting.map(({ name, claim }) => claimMessage(name, claim)).join('; '));
}

/** From the first start on; kept as it was while vCenter tells nothing. */
function bootstrapOf(scope: VmScope): ConditionIntent | undefined {
  const { vm, live } = scope;
  if (live?.powerState === 'poweredOn') return bootstrapCondition(reportOf(live));
  if (!isUnseen(scope)) return undefined;
  const known = conditionOf(vm, BOOTSTRAP_SUCCEEDED);
  return known === undefined ? undefined : { type: known.type, status: known.status, reason: known.reason, message: known.message };
}
