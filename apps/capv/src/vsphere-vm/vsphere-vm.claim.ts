import type { Phase } from '@handoff/reconcile';
import { makeClaim } from './claims.js';
import { claimStates } from './vsphere-vm.scope.js';
import type { VmScope } from './vsphere-vm.scope.js';

/** Asks the pools for addresses; they may answer while vCenter clones. */
export const claimAddresses: Phase<VmScope> = async (scope, context) => {
  const missing = scope.claims.filter(({ claim }) => claim === undefined);
  if (missing.length === 0) return undefined;
  await Promise.all(missing.map((request) => makeClaim(context.kube, scope.vm, request)));
  scope.claims = claimStates(scope.vm, context);
  return undefined;
};
