import { cidrRange } from './addresses.js';
import { problemIf } from './problem.js';
import { versionProblems } from './versions.js';
import { DNS_LABEL } from '../schema/patterns.js';
import type { Cluster } from '../core/cluster.js';
import type { FieldProblem } from './problem.js';

const networkProblems = (path: string, blocks: readonly string[] | undefined): readonly FieldProblem[] =>
  (blocks ?? []).flatMap((block, index) =>
    problemIf(
      cidrRange(block) === undefined,
      `${path}.cidrBlocks[${index}]`,
      `${block} is no network.`,
      'Write it as address/prefix, e.g. 192.168.0.0/16.',
    ),
  );

/** What upstream refuses about a Cluster. */
export function validateCluster({ metadata, spec }: Cluster): readonly FieldProblem[] {
  return [
    ...problemIf(
      metadata.name.length > 63 || !DNS_LABEL.test(metadata.name),
      'metadata.name',
      'The name becomes a label and part of host names.',
      'Use at most 63 lower-case letters, digits and dashes.',
    ),
    ...problemIf(
      spec.topology === undefined && spec.infrastructureRef === undefined && spec.controlPlaneRef === undefined,
      'spec',
      'The cluster has neither infrastructure nor a control plane.',
      'Set infrastructureRef and controlPlaneRef, or a topology.',
    ),
    ...networkProblems('spec.clusterNetwork.pods', spec.clusterNetwork?.pods?.cidrBlocks),
    ...networkProblems('spec.clusterNetwork.services', spec.clusterNetwork?.services?.cidrBlocks),
    ...versionProblems('spec.topology.version', spec.topology?.version),
  ];
}
