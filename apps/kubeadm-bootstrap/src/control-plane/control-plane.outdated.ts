import { isDeepStrictEqual } from 'node:util';
import { Annotations, groupKindOf } from '@handoff/api';
import type { EffectiveKubeadmControlPlane, JoinConfiguration, KubeadmConfig, KubeadmConfigSpec, Machine, Unstructured } from '@handoff/api';

/** What a Machine was made from. */
export interface MemberParts {
  readonly machine: Machine;
  readonly config: KubeadmConfig | undefined;
  readonly infrastructure: Unstructured | undefined;
}

const DAY_MS = 86_400_000;

/** Why a Machine has to be replaced, in words; empty when it is as declared. A part that is absent says nothing: it may not be made yet. */
export function whyOutdated(wanted: EffectiveKubeadmControlPlane, parts: MemberParts, now: number): readonly string[] {
  const { machine, config, infrastructure } = parts;
  return [
    ...versionReason(wanted, machine),
    ...(config === undefined || isSameConfig(wanted.spec.kubeadmConfigSpec, config.spec) ? [] : ['spec.kubeadmConfigSpec changed']),
    ...templateReason(wanted, infrastructure),
    ...afterReason(wanted, machine, now),
    ...expiryReason(wanted, machine, now),
  ];
}

const versionReason = ({ spec }: EffectiveKubeadmControlPlane, machine: Machine): readonly string[] =>
  machine.spec.version === spec.version ? [] : [`version ${machine.spec.version ?? '(none)'}, ${spec.version} is wanted`];

function templateReason({ spec }: EffectiveKubeadmControlPlane, infrastructure: Unstructured | undefined): readonly string[] {
  const { annotations } = infrastructure?.metadata ?? {};
  const name = annotations?.[Annotations.clonedFromName];
  const groupKind = annotations?.[Annotations.clonedFromGroupKind];
  if (name === undefined || groupKind === undefined) return []; // adopted or made by hand: there is nothing to compare with
  const { infrastructureRef } = spec.machineTemplate.spec;
  if (name === infrastructureRef.name && groupKind === groupKindOf(infrastructureRef)) return [];
  return [`made from ${groupKind} ${name}, ${groupKindOf(infrastructureRef)} ${infrastructureRef.name} is wanted`];
}

function afterReason({ spec }: EffectiveKubeadmControlPlane, machine: Machine, now: number): readonly string[] {
  const { after } = spec.rollout;
  const born = Date.parse(machine.metadata.creationTimestamp ?? '');
  return after !== undefined && Date.parse(after) <= now && born < Date.parse(after) ? [`spec.rollout.after ${after} has passed`] : [];
}

function expiryReason({ spec }: EffectiveKubeadmControlPlane, machine: Machine, now: number): readonly string[] {
  const days = spec.rollout.before?.certificatesExpiryDays;
  const expiry = machine.status?.certificatesExpiryDate ?? machine.metadata.annotations?.[Annotations.certificatesExpiry];
  if (days === undefined || expiry === undefined || Date.parse(expiry) - now > days * DAY_MS) return [];
  return [`its certificates expire at ${expiry}`];
}

/**
 * Whether a Machine's config is what the control plane declares now. A Machine that initialized the cluster is compared by
 * `initConfiguration`, one that joined by `joinConfiguration`; how it found the cluster then does not matter any more.
 */
export function isSameConfig(wanted: KubeadmConfigSpec, made: KubeadmConfigSpec): boolean {
  const initialized = made.initConfiguration !== undefined && made.joinConfiguration === undefined;
  return isDeepStrictEqual(comparable(wanted, initialized), comparable(made, initialized));
}

function comparable({ initConfiguration, joinConfiguration, format, ...rest }: KubeadmConfigSpec, initialized: boolean): unknown {
  const part = initialized ? initConfiguration : withoutDiscovery(joinConfiguration);
  return compact({ ...rest, format: format ?? 'cloud-config', part });
}

function withoutDiscovery(join: JoinConfiguration | undefined): unknown {
  if (join === undefined) return undefined;
  const { discovery: _, ...rest } = join;
  return rest;
}

/** Absent, empty and undefined mean the same, except for an empty list of taints. */
function compact(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.length === 0 && key !== 'taints' ? undefined : value.map((item) => compact(item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, field]) => [name, compact(field, name)] as const);
  const present = entries.filter(([, field]) => field !== undefined);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}
