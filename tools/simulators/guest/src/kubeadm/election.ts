import type { Endpoint } from './certificates.js';
import type { KubeadmHost } from './host.js';
import { readStaticPods, virtualAddressOf, type VirtualAddress } from './kube-vip.js';

/**
 * The address that this node's kube-vip can serve: that of the control-plane endpoint, or none.
 * kube-vip elects its leader through the API. Since 1.29 admin.conf has no rights until init has bound its group, which needs the API at
 * the virtual address: only super-admin.conf gets out of that circle.
 */
export function electableAddress(host: KubeadmHost, endpoint: Endpoint, isFirst: boolean): VirtualAddress | undefined {
  const { files, console } = host.machine;
  const pods = readStaticPods(files, (path, why) => {
    console.write(`kubelet: ${path} is passed over: ${why}`);
  });
  const found = virtualAddressOf(pods);
  if (found?.address !== endpoint.host || found.port !== endpoint.port) return undefined;
  const path = found.kubeconfigPath ?? '/etc/kubernetes/admin.conf';
  if (isFirst && host.version.minor >= 29 && !path.endsWith('/super-admin.conf')) {
    console.write(`kube-vip: leases.coordination.k8s.io is forbidden: User "kubernetes-admin" (${path}) cannot take part in the election`);
    return undefined;
  }
  if (files.exists(path)) return found;
  console.write(`kube-vip: open ${path}: no such file or directory`);
  return undefined;
}

/** Why nobody answers at the endpoint, as a person at the console would find out. */
export function explainSilence(
  host: KubeadmHost,
  plan: { readonly address: string; readonly bindPort: number; readonly endpoint: Endpoint },
): string {
  const { address, bindPort } = plan;
  const vip = virtualAddressOf(readStaticPods(host.machine.files, () => undefined));
  if (plan.endpoint.host === address) return '';
  if (vip === undefined) return '; no kube-vip manifest in /etc/kubernetes/manifests announces an address for the control plane';
  if (vip.address !== plan.endpoint.host)
    return `; kube-vip announces ${vip.address}, the control-plane endpoint is ${plan.endpoint.host}`;
  if (vip.port !== plan.endpoint.port)
    return `; kube-vip announces port ${String(vip.port)}, the control-plane endpoint has port ${String(plan.endpoint.port)}`;
  if (bindPort !== plan.endpoint.port)
    return `; kube-apiserver listens on ${String(bindPort)} (localAPIEndpoint.bindPort), the control-plane endpoint has port ${String(plan.endpoint.port)}`;
  if (electableAddress(host, plan.endpoint, true) === undefined)
    return '; kube-vip has no kubeconfig with rights at this point: since 1.29 it needs /etc/kubernetes/super-admin.conf on init';
  return '';
}
