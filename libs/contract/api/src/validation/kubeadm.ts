import { problemIf, repeated } from './problem.js';
import { namingProblems, versionProblems } from './versions.js';
import { isCount } from '../defaults/count.js';
import { effectiveKubeadmControlPlane } from '../defaults/kubeadm.js';
import type { KubeadmConfig } from '../bootstrap/kubeadm-config.js';
import type { KubeadmConfigSpec } from '../bootstrap/kubeadm-config-spec.js';
import type { KubeadmConfigTemplate } from '../bootstrap/kubeadm-config-template.js';
import type { KubeadmControlPlane } from '../controlplane/kubeadm-control-plane.js';
import type { FieldProblem } from './problem.js';

function fileProblems(path: string, { files = [] }: KubeadmConfigSpec): readonly FieldProblem[] {
  return [
    ...files.flatMap((file, index) =>
      problemIf(
        file.content !== undefined && file.contentFrom !== undefined,
        `${path}.files[${index}]`,
        `${file.path} has its content in two places.`,
        'Set content or contentFrom, not both.',
      ),
    ),
    ...repeated(files.map((file) => file.path)).flatMap((twice) =>
      problemIf(true, `${path}.files`, `${twice} is written more than once.`, 'Keep one file of that path.'),
    ),
  ];
}

const userProblems = (path: string, { users = [] }: KubeadmConfigSpec): readonly FieldProblem[] =>
  users.flatMap((user, index) =>
    problemIf(
      user.passwd !== undefined && user.passwdFrom !== undefined,
      `${path}.users[${index}]`,
      `The user ${user.name} has two passwords.`,
      'Set passwd or passwdFrom, not both.',
    ),
  );

function formatProblems(path: string, { format, ignition }: KubeadmConfigSpec): readonly FieldProblem[] {
  return problemIf(
    ignition !== undefined && format !== 'ignition',
    `${path}.ignition`,
    'Settings for ignition have no effect on cloud-config.',
    'Set format to ignition, or leave the settings out.',
  );
}

const etcdProblems = (path: string, spec: KubeadmConfigSpec): readonly FieldProblem[] =>
  problemIf(
    spec.clusterConfiguration?.etcd?.local !== undefined && spec.clusterConfiguration.etcd.external !== undefined,
    `${path}.clusterConfiguration.etcd`,
    'The cluster cannot keep its state in two etcds.',
    'Set local or external, not both.',
  );

const configSpecProblems = (path: string, spec: KubeadmConfigSpec | undefined): readonly FieldProblem[] =>
  spec === undefined
    ? []
    : [...fileProblems(path, spec), ...userProblems(path, spec), ...formatProblems(path, spec), ...etcdProblems(path, spec)];

/** What upstream refuses about a KubeadmConfig. */
export const validateKubeadmConfig = (config: KubeadmConfig): readonly FieldProblem[] => configSpecProblems('spec', config.spec);

/** What upstream refuses about a KubeadmConfigTemplate. */
export const validateKubeadmConfigTemplate = (template: KubeadmConfigTemplate): readonly FieldProblem[] =>
  configSpecProblems('spec.template.spec', template.spec.template.spec);

function replicaProblems(replicas: number, stacked: boolean): readonly FieldProblem[] {
  return [
    ...problemIf(replicas <= 0, 'spec.replicas', 'A control plane needs at least one Machine.', 'Use 1, 3 or 5.'),
    ...problemIf(
      stacked && replicas > 0 && replicas % 2 === 0,
      'spec.replicas',
      `etcd on ${replicas} members survives no more failures than on ${replicas - 1}.`,
      'Use an odd number, or an external etcd.',
    ),
  ];
}

/** Replacing before adding costs a member of etcd, which fewer than three do not survive; more than one more is of no use. */
function surgeProblems(maxSurge: number | string, replicas: number): readonly FieldProblem[] {
  const path = 'spec.rollout.strategy.rollingUpdate.maxSurge';
  const surge = Number(maxSurge);
  if (!isCount(maxSurge) || (surge !== 0 && surge !== 1)) {
    return problemIf(true, path, 'One Machine is replaced at a time.', 'Use 0 or 1.');
  }
  const fix = 'Use 1, or at least three replicas.';
  return problemIf(surge === 0 && replicas < 3, path, 'Fewer than three members of etcd cannot spare one.', fix);
}

/** What upstream refuses about a KubeadmControlPlane. */
export function validateKubeadmControlPlane(controlPlane: KubeadmControlPlane): readonly FieldProblem[] {
  const { spec } = effectiveKubeadmControlPlane(controlPlane);
  const stacked = spec.kubeadmConfigSpec.clusterConfiguration?.etcd?.external === undefined;
  return [
    ...replicaProblems(spec.replicas, stacked),
    ...surgeProblems(spec.rollout.strategy.rollingUpdate.maxSurge, spec.replicas),
    ...versionProblems('spec.version', controlPlane.spec.version),
    ...namingProblems('spec.machineNaming.template', spec.machineNaming?.template),
    ...configSpecProblems('spec.kubeadmConfigSpec', controlPlane.spec.kubeadmConfigSpec),
  ];
}
