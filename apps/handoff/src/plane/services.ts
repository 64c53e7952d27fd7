import { addonInstallerService } from '@handoff/addon-installer';
import { backupService } from '@handoff/backup';
import { capiCoreService } from '@handoff/capi-core';
import { capvService } from '@handoff/capv';
import type { ServiceName } from '@handoff/events';
import { gitopsSyncService } from '@handoff/gitops-sync';
import type { GitSource } from '@handoff/gitops-sync';
import { ipamService } from '@handoff/ipam';
import { kubeadmBootstrapService } from '@handoff/kubeadm-bootstrap';
import type { KeySource } from '@handoff/pki';
import type { ServiceDefinition } from '@handoff/service';

/** Builds the named services. Without a Git source there is nothing for gitops-sync to do, and it is left out. */
export function definitions(
  names: readonly ServiceName[], options: { readonly source: GitSource | undefined; readonly keys: KeySource },
): readonly ServiceDefinition[] {
  const { source, keys } = options;
  const build: Readonly<Record<ServiceName, () => ServiceDefinition | undefined>> = {
    'gitops-sync': () => (source === undefined ? undefined : gitopsSyncService(source)),
    'capi-core': () => capiCoreService(),
    'kubeadm-bootstrap': () => kubeadmBootstrapService({ keys }),
    ipam: () => ipamService(),
    capv: () => capvService(),
    'addon-installer': () => addonInstallerService(),
    backup: () => backupService(),
  };
  return names.flatMap((name) => build[name]() ?? []);
}
