import type { EnvVar, ExtraArg } from '@handoff/api';
import { InvalidFieldError, UnsupportedVersionError } from '../errors.js';

/**
 * How one version of kubeadm's API writes what the KubeadmConfig says. The KubeadmConfig has v1beta4's shape; v1beta3 lacks some fields,
 * and dropping a field in silence would leave a node that differs from its declaration, so those are errors.
 */
export interface Dialect {
  readonly apiVersion: 'kubeadm.k8s.io/v1beta3' | 'kubeadm.k8s.io/v1beta4';
  /** v1beta3 takes a map, v1beta4 a list. */
  extraArgs(args: readonly ExtraArg[] | undefined): unknown;
  extraEnvs(envs: readonly EnvVar[] | undefined, field: string): unknown;
  /** Passes a value that only v1beta4 knows. @throws UnsupportedVersionError in v1beta3 when it is set */
  newer<T>(value: T | undefined, field: string, fix?: string): T | undefined;
  readonly has: { readonly timeouts: boolean };
}

/** Minor release from which on kubeadm reads v1beta4. */
const firstMinorOfV1beta4 = 31;

/** Minor release from which on the core API's EnvVar, which kubeadm's documents carry, has `fileKeyRef`. */
const firstMinorOfFileKeys = 34;

/** The oldest minor release whose kubeadm reads v1beta3. */
const firstMinorOfV1beta3 = 22;

/** `v1.33.1`, whatever prefix it came with. @throws InvalidFieldError */
export function kubernetesVersion(version: string): { readonly text: string; readonly minor: number } {
  const match = /^v?(1\.(\d+)\.\d+(?:[-+].+)?)$/.exec(version);
  if (match === null) throw new InvalidFieldError('version', `"${version}" is no Kubernetes version`, 'write it like v1.33.1');
  return { text: `v${match[1] ?? ''}`, minor: Number(match[2]) };
}

/** The dialect of the kubeadm that comes with a Kubernetes version. @throws InvalidFieldError, UnsupportedVersionError */
export function dialectFor(version: string): Dialect {
  const { text, minor } = kubernetesVersion(version);
  if (minor >= firstMinorOfV1beta4) return v1beta4(text, minor);
  if (minor >= firstMinorOfV1beta3) return v1beta3(text);
  throw new UnsupportedVersionError('version', `${text} is older than any kubeadm that this can configure`, 'use v1.22 or later');
}

function v1beta4(version: string, minor: number): Dialect {
  return {
    apiVersion: 'kubeadm.k8s.io/v1beta4',
    extraArgs: (args) => args,
    extraEnvs: (envs, field) => {
      const from = minor < firstMinorOfFileKeys ? (envs ?? []).findIndex(({ valueFrom }) => valueFrom?.fileKeyRef !== undefined) : -1;
      if (from < 0) return envs;
      throw new UnsupportedVersionError(
        `${field}[${from}].valueFrom.fileKeyRef`, `kubeadm ${version} has no such setting`, `remove it, or use v1.${firstMinorOfFileKeys} or later`,
      );
    },
    newer: (value) => value,
    has: { timeouts: true },
  };
}

function v1beta3(version: string): Dialect {
  const newer: Dialect['newer'] = (value, field, fix = 'remove it') => {
    if (value === undefined) return undefined;
    throw new UnsupportedVersionError(field, `kubeadm ${version} has no such setting`, `${fix}, or use v1.${firstMinorOfV1beta4} or later`);
  };
  return {
    apiVersion: 'kubeadm.k8s.io/v1beta3',
    extraArgs: (args) => (args === undefined ? undefined : Object.fromEntries(args.map(({ name, value }) => [name, value]))),
    extraEnvs: newer,
    newer,
    has: { timeouts: false },
  };
}
