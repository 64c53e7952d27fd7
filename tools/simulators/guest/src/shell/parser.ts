import {
  ShellSyntaxError,
  UnsupportedSyntaxError,
  type AndOr,
  type Command,
  type Pipeline,
  type Redirection,
  type Script,
  type SimpleCommand,
  type Word,
} from './ast.js';
import { Cursor } from './cursor.js';
import { TokenReader } from './token-reader.js';
import { parseWord } from './word-parser.js';

const reserved = ['then', 'else', 'elif', 'fi', 'do', 'done', '}', 'esac', 'in'];

/**
 * Parses a shell script.
 * Throws ShellSyntaxError for what a real shell refuses and UnsupportedSyntaxError for what is not played.
 */
export function parseScript(text: string): Script {
  const parser = new ScriptParser(new Cursor(text));
  const { script } = parser.list();
  parser.expectEnd();
  return script;
}

class ScriptParser {
  readonly #cursor: Cursor;
  readonly #reader: TokenReader;

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
    this.#reader = new TokenReader(cursor, (inner) => new ScriptParser(inner).#parenthesized());
  }

  expectEnd(): void {
    this.#reader.skipSeparators();
    if (!this.#cursor.atEnd()) throw new ShellSyntaxError(`syntax error near unexpected token \`${this.#cursor.peek()}'`);
  }

  /** Commands up to one of the closing words, which is taken, or up to the end of the text or a closing parenthesis. */
  list(closings: readonly string[] = []): { readonly script: Script; readonly closing: string | undefined } {
    const script: AndOr[] = [];
    for (;;) {
      this.#reader.skipSeparators();
      const closing = closings.find((word) => this.#reader.keyword(word));
      if (closing !== undefined || this.#cursor.atEnd() || this.#cursor.peek() === ')') return { script, closing };
      script.push(this.#item());
    }
  }

  #item(): AndOr {
    const from = this.#cursor.offset;
    const first = this.#pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (let operator = this.#andOr(); operator !== undefined; operator = this.#andOr()) {
      this.#reader.skipSeparators(true);
      rest.push({ operator, pipeline: this.#pipeline() });
    }
    this.#reader.skipBlanks();
    const background = this.#cursor.peek() === '&' && this.#cursor.peek(1) !== '&';
    const source = this.#cursor.text.slice(from, this.#cursor.offset).trim();
    if (background) this.#cursor.take();
    else this.#expectSeparator();
    return { first, rest, background, source };
  }

  #andOr(): '&&' | '||' | undefined {
    this.#reader.skipBlanks();
    const operator = (['&&', '||'] as const).find((candidate) => this.#cursor.startsWith(candidate));
    if (operator !== undefined) this.#cursor.skip(2);
    return operator;
  }

  #expectSeparator(): void {
    this.#reader.skipBlanks();
    const next = this.#cursor.peek();
    if (next === '' || next === '\n' || next === ';' || next === ')') return;
    throw new ShellSyntaxError(`syntax error near unexpected token \`${next}'`);
  }

  #pipeline(): Pipeline {
    const negated = this.#reader.keyword('!');
    const commands = [this.#command()];
    for (;;) {
      this.#reader.skipBlanks();
      if (this.#cursor.peek() !== '|' || this.#cursor.peek(1) === '|') return { negated, commands };
      this.#cursor.take();
      this.#reader.skipSeparators(true);
      commands.push(this.#command());
    }
  }

  #command(): Command {
    this.#reader.skipBlanks();
    const from = this.#cursor.offset;
    const redirections: Redirection[] = [];
    const body = this.#compound() ?? this.#simple(redirections);
    while (this.#reader.redirection(redirections));
    return { ...body, redirections, source: this.#cursor.text.slice(from, this.#cursor.offset).trim() };
  }

  #compound(): Exclude<CommandBody, SimpleCommand> | undefined {
    if (this.#reader.keyword('if')) return this.#if();
    if (this.#reader.keyword('for')) return this.#for();
    if (this.#reader.keyword('while')) return this.#loop(false);
    if (this.#reader.keyword('until')) return this.#loop(true);
    if (this.#reader.keyword('{')) return { kind: 'group', subshell: false, body: this.#until('}') };
    if (this.#reader.keyword('case') || this.#reader.keyword('select')) throw new UnsupportedSyntaxError('case and select');
    if (this.#reader.keyword('function')) throw new UnsupportedSyntaxError('the keyword function');
    if (this.#cursor.peek() === '(') {
      if (this.#cursor.peek(1) === '(') throw new UnsupportedSyntaxError('arithmetic command');
      this.#cursor.take();
      return { kind: 'group', subshell: true, body: this.#parenthesized() };
    }
    return this.#functionDefinition();
  }

  #functionDefinition(): Extract<CommandBody, { kind: 'function' }> | undefined {
    const header = /^([A-Za-z_][A-Za-z0-9_]*)[ \t]*\(\)\s*\{(?=\s)/.exec(this.#cursor.text.slice(this.#cursor.offset));
    if (header?.[1] === undefined) return undefined;
    this.#cursor.skip(header[0].length);
    return { kind: 'function', functionName: header[1], body: this.#until('}') };
  }

  #if(): Extract<CommandBody, { kind: 'if' }> {
    const branches: { condition: Script; body: Script }[] = [];
    for (;;) {
      const condition = this.#until('then');
      const { script: body, closing } = this.list(['elif', 'else', 'fi']);
      branches.push({ condition, body });
      if (closing === 'fi') return { kind: 'if', branches };
      if (closing === 'else') return { kind: 'if', branches, otherwise: this.#until('fi') };
      if (closing === undefined) throw new ShellSyntaxError('syntax error: unexpected end of file (expecting "fi")');
    }
  }

  #for(): Extract<CommandBody, { kind: 'for' }> {
    this.#reader.skipBlanks();
    const variable = this.#cursor.takeWhile(/[A-Za-z0-9_]/);
    if (variable === '') throw new ShellSyntaxError('syntax error: bad for loop variable');
    this.#reader.skipSeparators(true);
    if (!this.#reader.keyword('in')) throw new UnsupportedSyntaxError('for without a list');
    const items: Word[] = [];
    this.#reader.skipBlanks();
    while (!this.#cursor.atEnd() && !/[\n;]/.test(this.#cursor.peek())) {
      items.push(this.#reader.word());
      this.#reader.skipBlanks();
    }
    this.#reader.skipSeparators();
    if (!this.#reader.keyword('do')) throw new ShellSyntaxError('syntax error: expecting "do"');
    return { kind: 'for', variable, items, body: this.#until('done') };
  }

  #loop(until: boolean): Extract<CommandBody, { kind: 'loop' }> {
    const condition = this.#until('do');
    return { kind: 'loop', until, condition, body: this.#until('done') };
  }

  #until(word: string): Script {
    const { script, closing } = this.list([word]);
    if (closing === undefined) throw new ShellSyntaxError(`syntax error: unexpected end of file (expecting "${word}")`);
    return script;
  }

  #parenthesized(): Script {
    const { script } = this.list();
    if (this.#cursor.take() !== ')') throw new ShellSyntaxError('syntax error: unexpected end of file (expecting ")")');
    return script;
  }

  #simple(redirections: Redirection[]): SimpleCommand {
    const assignments: { name: string; value: Word }[] = [];
    const words: Word[] = [];
    for (;;) {
      this.#reader.skipBlanks();
      const next = this.#cursor.peek();
      if (next === '' || next === '\n' || ';&|)'.includes(next)) break;
      if (this.#reader.redirection(redirections)) continue;
      if (next === '(') throw new ShellSyntaxError("syntax error near unexpected token `('");
      const assignment = words.length === 0 ? this.#reader.assignment() : undefined;
      if (assignment !== undefined) assignments.push(assignment);
      else words.push(this.#reader.word());
      if (words.length === 1 && isText(words[0], '[[')) this.#conditionWords(words);
    }
    const misplaced = reserved.find((word) => isText(words[0], word));
    if (misplaced !== undefined) throw new ShellSyntaxError(`syntax error near unexpected token \`${misplaced}'`);
    if (words.length === 0 && assignments.length === 0 && redirections.length === 0) {
      throw new ShellSyntaxError(`syntax error near unexpected token \`${this.#cursor.peek() || 'newline'}'`);
    }
    return { kind: 'simple', assignments, words };
  }

  /** Inside `[[ ]]` the characters < > & | ( ) are operators of the condition, not of the shell. */
  #conditionWords(words: Word[]): void {
    while (!isText(words.at(-1), ']]')) {
      this.#cursor.takeWhile(/\s/);
      if (this.#cursor.atEnd()) throw new ShellSyntaxError('syntax error in conditional expression');
      words.push(parseWord(this.#cursor, words.length > 1 && isText(words.at(-1), '=~') ? /\s/ : /[\s;]/, this.#reader.substitution));
    }
  }
}

type CommandBody = Command extends infer C ? (C extends Command ? Omit<C, 'redirections' | 'source'> : never) : never;

function isText(word: Word | undefined, text: string): boolean {
  const part = word?.[0];
  return word?.length === 1 && part?.kind === 'text' && !part.quoted && part.text === text;
}
