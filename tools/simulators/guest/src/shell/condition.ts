import type { Shell } from './interpreter.js';
import type { Streams } from './streams.js';

/** A word of a condition: as a string, and as a pattern for the right side of `==` in `[[ ]]`. */
export interface ConditionWord {
  readonly text: string;
  readonly pattern: string;
}

const unary: Record<string, (operand: string, shell: Shell) => boolean> = {
  '-e': (path, shell) => shell.host.files.exists(shell.resolve(path)),
  '-f': (path, shell) => shell.host.files.file(shell.resolve(path)) !== undefined,
  '-d': (path, shell) => shell.host.files.isDirectory(shell.resolve(path)),
  '-s': (path, shell) => (shell.host.files.file(shell.resolve(path))?.content ?? '') !== '',
  '-r': (path, shell) => shell.host.files.exists(shell.resolve(path)),
  '-w': (path, shell) => shell.host.files.exists(shell.resolve(path)),
  '-x': (path, shell) => ((shell.host.files.file(shell.resolve(path))?.mode ?? 0) & 0o111) !== 0,
  '-L': () => false,
  '-z': (text) => text === '',
  '-n': (text) => text !== '',
};

const integers: Record<string, (left: number, right: number) => boolean> = {
  '-eq': (left, right) => left === right,
  '-ne': (left, right) => left !== right,
  '-lt': (left, right) => left < right,
  '-le': (left, right) => left <= right,
  '-gt': (left, right) => left > right,
  '-ge': (left, right) => left >= right,
};

const binary = new Set(['=', '==', '!=', '=~', '<', '>', ...Object.keys(integers)]);

class ConditionError extends Error {
  override readonly name = 'ConditionError';
}

/**
 * Evaluates the words between the brackets of `[ ]`, `[[ ]]` or after `test`.
 * Returns 0 when the condition holds, 1 when not, 2 when it is malformed.
 */
export function evaluateCondition(words: readonly ConditionWord[], shell: Shell, io: Streams): number {
  try {
    const rest = [...words];
    const result = disjunction(rest, shell);
    if (rest.length > 0) throw new ConditionError(`unexpected argument \`${rest[0]?.text ?? ''}'`);
    return result ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    io.stderr.write(`${shell.scriptName}: test: ${error.message}\n`);
    return 2;
  }
}

function disjunction(words: ConditionWord[], shell: Shell): boolean {
  let result = conjunction(words, shell);
  while (words[0]?.text === '||' || words[0]?.text === '-o') {
    words.shift();
    const right = conjunction(words, shell);
    result = result || right;
  }
  return result;
}

function conjunction(words: ConditionWord[], shell: Shell): boolean {
  let result = primary(words, shell);
  while (words[0]?.text === '&&' || words[0]?.text === '-a') {
    words.shift();
    const right = primary(words, shell);
    result = result && right;
  }
  return result;
}

function primary(words: ConditionWord[], shell: Shell): boolean {
  const [first, second, third] = words;
  if (first === undefined) return false;
  if (second !== undefined && third !== undefined && binary.has(second.text)) {
    words.splice(0, 3);
    return compare(first, second.text, third);
  }
  if (first.text === '!') {
    words.shift();
    return !primary(words, shell);
  }
  const operator = unary[first.text];
  if (operator !== undefined && second !== undefined) {
    words.splice(0, 2);
    return operator(second.text, shell);
  }
  words.shift();
  return first.text !== '';
}

function compare(left: ConditionWord, operator: string, right: ConditionWord): boolean {
  const integer = integers[operator];
  if (integer !== undefined) return integer(parseInteger(left.text), parseInteger(right.text));
  switch (operator) {
    case '!=':
      return !new RegExp(`^(?:${right.pattern})$`, 's').test(left.text);
    case '=~':
      return new RegExp(right.text).test(left.text);
    case '<':
      return left.text < right.text;
    case '>':
      return left.text > right.text;
    default:
      return new RegExp(`^(?:${right.pattern})$`, 's').test(left.text);
  }
}

function parseInteger(text: string): number {
  if (!/^\s*[+-]?\d+\s*$/.test(text)) throw new ConditionError(`${text}: integer expression expected`);
  return Number(text);
}
