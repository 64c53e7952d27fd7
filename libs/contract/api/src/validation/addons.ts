import { problemIf } from './problem.js';
import { isEmptySelector } from '../helpers/selector.js';
import type { AddonPlan } from '../addons/addon-plan.js';
import type { ClusterResourceSet } from '../addons/cluster-resource-set.js';
import type { FieldProblem } from './problem.js';

/** What upstream refuses about a ClusterResourceSet; an AddonPlan is held to the same. */
export const validateClusterSelector = ({ spec }: AddonPlan | ClusterResourceSet): readonly FieldProblem[] =>
  problemIf(
    isEmptySelector(spec.clusterSelector),
    'spec.clusterSelector',
    'An empty selector chooses no cluster.',
    'Name a label that the clusters carry.',
  );
