type CrdLabels = Readonly<Record<string, string>>;

/** `clusterctl move` and `clusterctl upgrade` look only at CRDs with this label. */
const CLUSTERCTL = { 'clusterctl.cluster.x-k8s.io': '' };
/** Tells a client of the v1beta2 contract which version of a provider's kind to use. */
const CONTRACT = { 'cluster.x-k8s.io/v1beta2': 'v1beta2' };

const provider = (name: string): CrdLabels => ({ 'cluster.x-k8s.io/provider': name, ...CLUSTERCTL });

/** Labels of the CRDs of the core provider, which carries the IPAM contract and the add-ons too. */
export const CORE_LABELS: CrdLabels = provider('cluster-api');
/** Labels of the CRDs of the kubeadm bootstrap provider. */
export const BOOTSTRAP_LABELS: CrdLabels = { ...provider('bootstrap-kubeadm'), ...CONTRACT };
/** Labels of the CRDs of the kubeadm control-plane provider. */
export const CONTROL_PLANE_LABELS: CrdLabels = { ...provider('control-plane-kubeadm'), ...CONTRACT };
/** Labels of the CRDs of the vSphere infrastructure provider. */
export const INFRASTRUCTURE_LABELS: CrdLabels = { ...provider('infrastructure-vsphere'), ...CONTRACT };
/** Labels of the CRDs of pools; `clusterctl move` takes pools, and what they own, along. */
export const POOL_LABELS: CrdLabels = { ...provider('ipam-in-cluster'), 'clusterctl.cluster.x-k8s.io/move-hierarchy': '' };
/** Labels of the CRDs of this project's own kinds. */
export const HANDOFF_LABELS: CrdLabels = provider('handoff');
/** Makes `clusterctl move` take every object of a kind along. */
export const MOVED_ALONG: CrdLabels = { 'clusterctl.cluster.x-k8s.io/move': '' };
