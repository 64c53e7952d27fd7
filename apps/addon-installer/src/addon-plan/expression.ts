import { EvaluationError, parse } from '@marcbachmann/cel-js';
import { asError } from '@handoff/time';

/** A gate's CEL expression is no expression: the plan has to be corrected. */
export class InvalidExpression extends Error {
  override readonly name = 'InvalidExpression';
  readonly code = 'InvalidExpression';
  readonly retryable = false;
}

/**
 * Whether an object makes an expression over `self` true. What cannot be computed, such as a field that is not there yet, does not hold.
 * @throws InvalidExpression when the expression cannot be parsed
 */
export function expressionHolds(cel: string, self: unknown): boolean {
  const expression = parsed(cel);
  try {
    return expression({ self: withIntegers(self) }) === true;
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

function parsed(cel: string): ReturnType<typeof parse> {
  try {
    return parse(cel);
  } catch (error) {
    const [first = ''] = asError(error).message.split('\n');
    throw new InvalidExpression(`the gate's CEL expression ${JSON.stringify(cel)} cannot be read: ${first}`, { cause: error });
  }
}

/** JSON has one sort of number; to CEL those without a fraction are integers. */
function withIntegers(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(withIntegers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withIntegers(field)]));
}
