import { isRecord } from '../json.js';

/** A template that cannot be rendered: bad syntax, or a use of something undefined that jinja does not allow. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** A variable that is not there. It may be printed and tested, but nothing can be read from it. */
export class UndefinedVariable {
  constructor(readonly variable: string) {}
  /** cloud-init leaves this mark in the rendered text instead of failing. */
  toString(): string {
    return `CI_MISSING_JINJA_VAR/${this.variable}`;
  }
}

export type Scope = Readonly<Record<string, unknown>>;

const tokenPattern = /\s*(?:([A-Za-z_]\w*)|(\d+)|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(==|!=|[.[\](),|~+-]))/y;

interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'operator';
  readonly text: string;
}

function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  const text = source.trimEnd();
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.length) {
    const match = tokenPattern.exec(text);
    if (match === null) throw new TemplateError(`unexpected text in the expression '${source.trim()}'`);
    const [, name, number, single, double, operator] = match;
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (operator !== undefined) tokens.push({ kind: 'operator', text: operator });
    else tokens.push({ kind: 'string', text: (single ?? double ?? '').replace(/\\(.)/g, '$1') });
  }
  return tokens;
}

/** Evaluates an expression of the subset: paths, literals, comparison, and/or/not, `~`, `+`, `is defined`, filters. */
export function evaluateExpression(source: string, scope: Scope): unknown {
  const evaluator = new Evaluator(tokenize(source), scope, source.trim());
  return evaluator.whole();
}

/** Jinja's truth: undefined, empty and zero are false. */
export function isTruthy(value: unknown): boolean {
  if (value instanceof UndefinedVariable || value === null || value === undefined || value === '' || value === 0 || value === false)
    return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isRecord(value) || Object.keys(value).length > 0;
}

/** How jinja, which is Python, prints a value. */
export function printValue(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value === null || value === undefined) return 'None';
  if (value instanceof UndefinedVariable || typeof value === 'number') return value.toString();
  if (Array.isArray(value)) return `[${value.map(quoteValue).join(', ')}]`;
  return isRecord(value)
    ? `{${Object.entries(value)
        .map(([key, item]) => `'${key}': ${quoteValue(item)}`)
        .join(', ')}}`
    : '';
}

const quoteValue = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : printValue(value));

const filters: Record<string, (value: unknown, args: readonly unknown[]) => unknown> = {
  default: (value, [fallback = '', also]) =>
    value instanceof UndefinedVariable || (also === true && !isTruthy(value)) ? fallback : value,
  upper: (value) => printValue(value).toUpperCase(),
  lower: (value) => printValue(value).toLowerCase(),
  trim: (value) => printValue(value).trim(),
  int: (value) => Number.parseInt(printValue(value), 10) || 0,
  string: (value) => printValue(value),
  length: (value) => (Array.isArray(value) || typeof value === 'string' ? value.length : isRecord(value) ? Object.keys(value).length : 0),
  first: (value) => (Array.isArray(value) && value.length > 0 ? (value as unknown[])[0] : new UndefinedVariable('first')),
  join: (value, [separator = '']) => (Array.isArray(value) ? value.map(printValue).join(printValue(separator)) : printValue(value)),
  replace: (value, [from = '', to = '']) => printValue(value).replaceAll(printValue(from), printValue(to)),
};

class Evaluator {
  #position = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly scope: Scope,
    private readonly source: string,
  ) {}

  whole(): unknown {
    const value = this.#or();
    if (this.#position < this.tokens.length)
      throw new TemplateError(`unexpected '${this.#peek()?.text ?? ''}' in the expression '${this.source}'`);
    return value;
  }

  #peek(): Token | undefined {
    return this.tokens[this.#position];
  }

  #accept(text: string): boolean {
    const token = this.#peek();
    if (token?.text !== text || token.kind === 'string') return false;
    this.#position += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw new TemplateError(`expected '${text}' in the expression '${this.source}'`);
  }

  #or(): unknown {
    let value = this.#and();
    while (this.#accept('or')) {
      const right = this.#and();
      value = isTruthy(value) ? value : right;
    }
    return value;
  }

  #and(): unknown {
    let value = this.#not();
    while (this.#accept('and')) {
      const right = this.#not();
      value = isTruthy(value) ? right : value;
    }
    return value;
  }

  #not(): unknown {
    return this.#accept('not') ? !isTruthy(this.#not()) : this.#comparison();
  }

  #comparison(): unknown {
    const left = this.#sum();
    if (this.#accept('==')) return left === this.#sum();
    if (this.#accept('!=')) return left !== this.#sum();
    if (this.#accept('in')) return this.#contains(this.#sum(), left);
    if (!this.#accept('is')) return left;
    const negated = this.#accept('not');
    const isUndefined = left instanceof UndefinedVariable;
    if (this.#accept('defined')) return isUndefined === negated;
    this.#expect('undefined');
    return isUndefined !== negated;
  }

  #contains(container: unknown, item: unknown): boolean {
    if (typeof container === 'string') return container.includes(printValue(item));
    return Array.isArray(container) ? container.includes(item) : isRecord(container) && Object.hasOwn(container, printValue(item));
  }

  #sum(): unknown {
    let value = this.#filtered();
    for (;;) {
      if (this.#accept('~')) value = printValue(value) + printValue(this.#filtered());
      else if (this.#accept('+')) value = add(value, this.#filtered());
      else if (this.#accept('-')) value = this.#difference(value);
      else return value;
    }
  }

  /** A hyphen in a name is the usual mistake: jinja takes it for a minus, and cloud-init says so. */
  #difference(left: unknown): unknown {
    const right = this.#filtered();
    if (left instanceof UndefinedVariable || right instanceof UndefinedVariable) {
      throw new TemplateError(`undefined variable in '${this.source}': a name with a hyphen is written with an underscore`);
    }
    return Number(left) - Number(right);
  }

  #filtered(): unknown {
    let value = this.#path();
    while (this.#accept('|')) {
      const name = this.#peek()?.text ?? '';
      this.#position += 1;
      const filter = filters[name === 'd' ? 'default' : name];
      if (filter === undefined) throw new TemplateError(`no filter named '${name}'`);
      value = filter(value, this.#accept('(') ? this.#listUpTo(')') : []);
    }
    return value;
  }

  #listUpTo(closing: string): unknown[] {
    const args: unknown[] = [];
    while (!this.#accept(closing)) {
      args.push(this.#or());
      if (!this.#accept(',')) {
        this.#expect(closing);
        break;
      }
    }
    return args;
  }

  #path(): unknown {
    let value = this.#atom();
    for (;;) {
      if (this.#accept('.')) {
        const name = this.#peek()?.text ?? '';
        this.#position += 1;
        value = member(value, name);
      } else if (this.#accept('[')) {
        value = member(value, this.#or());
        this.#expect(']');
      } else return value;
    }
  }

  #atom(): unknown {
    const token = this.#peek();
    this.#position += 1;
    if (token === undefined) throw new TemplateError('an expression is empty');
    if (token.kind === 'string') return token.text;
    if (token.kind === 'number') return Number(token.text);
    if (token.text === '(') {
      const value = this.#or();
      this.#expect(')');
      return value;
    }
    if (token.text === '[') return this.#listUpTo(']');
    if (token.kind === 'operator') throw new TemplateError(`unexpected '${token.text}' in the expression '${this.source}'`);
    const constants: Record<string, unknown> = { true: true, True: true, false: false, False: false, none: null, None: null };
    if (token.text in constants) return constants[token.text];
    return Object.hasOwn(this.scope, token.text) ? this.scope[token.text] : new UndefinedVariable(token.text);
  }
}

function add(left: unknown, right: unknown): unknown {
  return typeof left === 'number' && typeof right === 'number' ? left + right : printValue(left) + printValue(right);
}

function member(value: unknown, key: unknown): unknown {
  const name = printValue(key);
  if (value instanceof UndefinedVariable) throw new TemplateError(`'${value.variable}' is undefined`);
  if (Array.isArray(value)) return (value as unknown[])[Number(name)] ?? new UndefinedVariable(name);
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : new UndefinedVariable(name);
}
