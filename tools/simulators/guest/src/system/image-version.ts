import { versionOfImage } from '../kubeadm/version.js';
import type { VmConfiguration } from '../vcenter/vm-configuration.js';

/** A setting by which a template, and with it every clone of it, may say what it holds. */
const imageSetting = 'guestinfo.image';

/**
 * The Kubernetes version of a VM's image, such as `v1.33.1`. vCenter keeps no record of a VM's template, so it is looked for where a trace
 * is left: in a setting, in the files that a linked clone's disks build on, in the VM's name, in the task that cloned it (`askOrigin`).
 */
export async function imageVersion(
  vm: VmConfiguration & { readonly name: string },
  askOrigin: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const traces = [vm.extraConfig.get(imageSetting) ?? '', ...vm.diskParents, vm.name];
  for (const trace of traces) {
    const version = versionOfImage(trace);
    if (version !== undefined) return version;
  }
  return versionOfImage((await askOrigin()) ?? '');
}
