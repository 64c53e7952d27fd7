/** Options of a command line in the usual form: grouped letters, letters with a value, `--` ends them. */
export interface ParsedOptions {
  readonly flags: ReadonlySet<string>;
  /** Values of options that take one, in order, by letter. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly operands: readonly string[];
}

/** Parses options; letters in `withValue` take one. Long options count as flags under their whole name. */
export function parseOptions(args: readonly string[], withValue = ''): ParsedOptions {
  const flags = new Set<string>();
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') {
      operands.push(...rest);
      break;
    }
    if (arg.startsWith('--')) flags.add(arg);
    else if (arg.startsWith('-') && arg.length > 1) {
      for (let index = 1; index < arg.length; index += 1) {
        const letter = arg.charAt(index);
        if (!withValue.includes(letter)) {
          flags.add(letter);
          continue;
        }
        const value = index + 1 < arg.length ? arg.slice(index + 1) : (rest.shift() ?? '');
        values.set(letter, [...(values.get(letter) ?? []), value]);
        break;
      }
    } else operands.push(arg);
  }
  return { flags, values, operands };
}
