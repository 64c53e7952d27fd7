import { problemIf } from './problem.js';
import type { FieldProblem } from './problem.js';

const KUBERNETES_VERSION = /^v?\d+\.\d+\.\d+([-+][0-9A-Za-z.+-]+)?$/;

/** A version has three numbers; a missing `v` is added when it is read. */
export const versionProblems = (path: string, version: string | undefined): readonly FieldProblem[] =>
  problemIf(
    version !== undefined && !KUBERNETES_VERSION.test(version),
    path,
    `${JSON.stringify(version)} is no Kubernetes version.`,
    'Give all three numbers, e.g. v1.33.1.',
  );

/** Names made from a template must differ, which only the random part ensures. */
export const namingProblems = (path: string, template: string | undefined): readonly FieldProblem[] =>
  problemIf(
    template !== undefined && !/\{\{-?\s*\.random\s*-?\}\}/.test(template),
    path,
    'Two Machines would get the same name.',
    'Put {{ .random }} into the template.',
  );
