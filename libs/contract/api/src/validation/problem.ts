/** Something about an object that its owner should change, in words for people. */
export interface FieldProblem {
  /** Where, e.g. `spec.replicas`. */
  readonly path: string;
  /** What is wrong. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

/** A problem where `wrong`, else none: lets a validation be one list of facts. */
export const problemIf = (wrong: boolean, path: string, message: string, fix: string): readonly FieldProblem[] =>
  wrong ? [{ path, message, fix }] : [];

/** The values that occur again. */
export const repeated = (values: readonly string[]): readonly string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];
