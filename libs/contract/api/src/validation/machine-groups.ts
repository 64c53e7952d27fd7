import { problemIf } from './problem.js';
import { namingProblems, versionProblems } from './versions.js';
import { countOf, isCount } from '../defaults/count.js';
import { effectiveMachineDeployment, effectiveMachineSet } from '../defaults/machine-group.js';
import { matches } from '../helpers/selector.js';
import type { Machine } from '../core/machine.js';
import type { MachineDeployment } from '../core/machine-deployment.js';
import type { MachineSet } from '../core/machine-set.js';
import type { MachineSpec } from '../core/machine-spec.js';
import type { FieldProblem } from './problem.js';

const bootstrapProblems = (path: string, { bootstrap }: MachineSpec): readonly FieldProblem[] =>
  problemIf(
    bootstrap.configRef === undefined && bootstrap.dataSecretName === undefined,
    `${path}.bootstrap`,
    'Nothing says how the server becomes a node.',
    'Set configRef to a bootstrap template, or dataSecretName to a Secret with bootstrap data.',
  );

const machineSpecProblems = (path: string, spec: MachineSpec): readonly FieldProblem[] => [
  ...bootstrapProblems(path, spec),
  ...versionProblems(`${path}.version`, spec.version),
];

/** What upstream refuses about a Machine. */
export const validateMachine = (machine: Machine): readonly FieldProblem[] => machineSpecProblems('spec', machine.spec);

function groupProblems(group: MachineDeployment | MachineSet): readonly FieldProblem[] {
  const { spec } = group;
  return [
    ...problemIf(
      !matches(spec.selector, spec.template.metadata?.labels),
      'spec.selector',
      'The selector does not choose the Machines that are made from the template.',
      'Give spec.template.metadata.labels every label that the selector asks for, or leave both empty.',
    ),
    ...problemIf(
      spec.template.spec.clusterName !== spec.clusterName,
      'spec.template.spec.clusterName',
      `The Machines would belong to ${spec.template.spec.clusterName}, but this belongs to ${spec.clusterName}.`,
      'Name the same cluster in both places.',
    ),
    ...problemIf((spec.replicas ?? 0) < 0, 'spec.replicas', 'There cannot be fewer than no Machines.', 'Use zero or more.'),
    ...namingProblems('spec.machineNaming.template', spec.machineNaming?.template),
    ...machineSpecProblems('spec.template.spec', spec.template.spec),
  ];
}

/** What upstream refuses about a MachineSet. */
export const validateMachineSet = (set: MachineSet): readonly FieldProblem[] => groupProblems(effectiveMachineSet(set));

const countProblems = (path: string, value: number | string | undefined): readonly FieldProblem[] =>
  problemIf(
    value !== undefined && !isCount(value),
    path,
    `${JSON.stringify(value)} is neither a count nor a percentage.`,
    'Use a number such as 1, or a percentage such as 25%.',
  );

/** What upstream refuses about a MachineDeployment. */
export function validateMachineDeployment(deployment: MachineDeployment): readonly FieldProblem[] {
  const effective = effectiveMachineDeployment(deployment);
  const { maxSurge, maxUnavailable } = effective.spec.rollout.strategy.rollingUpdate;
  const counts = [
    ...countProblems('spec.rollout.strategy.rollingUpdate.maxSurge', maxSurge),
    ...countProblems('spec.rollout.strategy.rollingUpdate.maxUnavailable', maxUnavailable),
    ...countProblems('spec.remediation.maxInFlight', deployment.spec.remediation?.maxInFlight),
  ];
  const stuck = counts.length === 0 && countOf(maxSurge, 100, 'up') === 0 && countOf(maxUnavailable, 100, 'down') === 0;
  return [
    ...groupProblems(effective),
    ...counts,
    ...problemIf(
      stuck,
      'spec.rollout.strategy.rollingUpdate',
      'With neither a Machine more nor a Machine less allowed, a rollout could never begin.',
      'Raise maxSurge or maxUnavailable.',
    ),
  ];
}
