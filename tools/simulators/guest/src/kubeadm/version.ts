import semver, { type SemVer } from 'semver';

import { KubeadmConfigError } from './errors.js';

/** Parses a Kubernetes version such as `v1.33.1`. Throws KubeadmConfigError. */
export function parseVersion(text: string): SemVer {
  const version = semver.parse(text.replace(/^v/, ''));
  if (version === null) throw new KubeadmConfigError(`"${text}" is no Kubernetes version`);
  return version;
}

/**
 * The Kubernetes version of a VM's image, read from the name of the template it was made from, such as `ubuntu-2204-kube-v1.33.1`.
 * Undefined where the name carries none.
 */
export function versionOfImage(name: string): string | undefined {
  const match = /v(\d+)\.(\d+)\.(\d+)/.exec(name);
  return match?.[0];
}

/** kubeadm of a minor version deploys control planes of that minor and of the one before. Throws KubeadmConfigError for an older one. */
export function checkOldestVersion(kubeadm: SemVer, controlPlane: SemVer): void {
  if (controlPlane.major === kubeadm.major && controlPlane.minor >= kubeadm.minor - 1) return;
  throw new KubeadmConfigError(
    `this version of kubeadm only supports deploying clusters with the control plane version >= v1.${String(kubeadm.minor - 1)}.0. Current version: v${controlPlane.version}`,
  );
}

/**
 * The real program only warns of a newer minor; the cluster is then one that nobody supports, so it is refused. A newer patch is fine.
 * Throws KubeadmConfigError.
 */
export function checkNewestVersion(kubeadm: SemVer, controlPlane: SemVer): void {
  if (controlPlane.minor <= kubeadm.minor) return;
  throw new KubeadmConfigError(
    `the specified version to deploy Kubernetes v${controlPlane.version} is higher than the kubeadm version v${kubeadm.version}`,
  );
}

/**
 * A node's kubelet may be up to three minors older than the API server, never newer; kubeadm join itself wants its own or the next older
 * minor.
 */
export function checkJoinVersion(kubeadm: SemVer, cluster: SemVer): void {
  const age = kubeadm.minor - cluster.minor;
  if (kubeadm.major === cluster.major && age >= 0 && age <= 1) return;
  throw new KubeadmConfigError(
    `this version of kubeadm only supports deploying clusters with the control plane version >= v1.${String(kubeadm.minor - 1)}.0 and <= v1.${String(kubeadm.minor)}. Current version: v${cluster.version}`,
  );
}
