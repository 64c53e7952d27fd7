import { evaluateExpression, isTruthy, printValue, TemplateError, type Scope } from './jinja-expression.js';

const header = /^##\s*template:\s*(.*?)\s*$/i;

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly expression: string }
  | { readonly kind: 'if'; readonly branches: readonly { readonly condition: string | undefined; readonly body: readonly Node[] }[] }
  | { readonly kind: 'for'; readonly variable: string; readonly items: string; readonly body: readonly Node[] }
  | { readonly kind: 'set'; readonly variable: string; readonly expression: string };

export interface RenderedTemplate {
  readonly text: string;
  /** Variables that had no value; cloud-init warns about them and goes on. */
  readonly missing: readonly string[];
}

/**
 * Renders user data that starts with `## template: jinja`, as cloud-init does; other data is given back as it is.
 * Throws TemplateError where cloud-init would leave the template out.
 */
export function renderUserData(text: string, variables: Scope): RenderedTemplate {
  const [first = '', ...rest] = text.split('\n');
  const engine = header.exec(first)?.[1];
  if (engine === undefined) return { text, missing: [] };
  if (engine.toLowerCase() !== 'jinja') throw new TemplateError(`unknown template engine '${engine}'`);
  const rendered = renderTemplate(rest.join('\n'), variables);
  const missing = [...rendered.matchAll(/CI_MISSING_JINJA_VAR\/(\S+)/g)].map((match) => match[1] ?? '');
  return { text: rendered, missing };
}

/** Renders the subset of jinja that cloud-config uses: output, if/elif/else, for, set, raw and comments, with block trimming. */
export function renderTemplate(template: string, variables: Scope): string {
  const parser = new TemplateParser(template);
  return renderNodes(parser.parse(), { ...variables });
}

function renderNodes(nodes: readonly Node[], scope: Record<string, unknown>): string {
  return nodes.map((node) => renderNode(node, scope)).join('');
}

function renderNode(node: Node, scope: Record<string, unknown>): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'output':
      return printValue(evaluateExpression(node.expression, scope));
    case 'set':
      scope[node.variable] = evaluateExpression(node.expression, scope);
      return '';
    case 'if': {
      const branch = node.branches.find(({ condition }) => condition === undefined || isTruthy(evaluateExpression(condition, scope)));
      return branch === undefined ? '' : renderNodes(branch.body, scope);
    }
    case 'for': {
      const items = evaluateExpression(node.items, scope);
      if (!Array.isArray(items)) throw new TemplateError(`'${node.items}' is no list`);
      return items.map((item: unknown) => renderNodes(node.body, { ...scope, [node.variable]: item })).join('');
    }
  }
}

interface Tag {
  readonly word: string;
  readonly rest: string;
}

class TemplateParser {
  #rest: string;

  constructor(template: string) {
    this.#rest = template;
  }

  parse(): Node[] {
    const { nodes, tag } = this.#body([]);
    if (tag !== undefined) throw new TemplateError(`unknown tag '${tag.word}'`);
    return nodes;
  }

  /** Nodes up to one of the closing tags. */
  #body(closing: readonly string[]): { nodes: Node[]; tag: Tag | undefined } {
    const nodes: Node[] = [];
    for (;;) {
      const start = this.#rest.search(/\{\{|\{%|\{#/);
      if (start < 0) {
        if (closing.length > 0) throw new TemplateError(`'${closing.at(-1) ?? ''}' is missing`);
        nodes.push({ kind: 'text', text: this.#rest });
        return { nodes, tag: undefined };
      }
      const opening = this.#rest.slice(start, start + 2);
      const text = this.#rest.slice(0, start);
      const trimsLeft = this.#rest.charAt(start + 2) === '-';
      nodes.push({ kind: 'text', text: trimsLeft ? text.trimEnd() : text });
      const content = this.#take(start, opening);
      if (opening === '{{') nodes.push({ kind: 'output', expression: content });
      if (opening !== '{%') continue;
      const tag = parseTag(content);
      if (closing.includes(tag.word)) return { nodes, tag };
      nodes.push(this.#block(tag));
    }
  }

  /** Takes a tag and what trimming removes behind it: one newline after a block or comment, all blanks after a `-`. */
  #take(start: number, opening: string): string {
    const closing = opening === '{{' ? '}}' : opening === '{%' ? '%}' : '#}';
    const end = this.#rest.indexOf(closing, start + 2);
    if (end < 0) throw new TemplateError(`'${closing}' is missing`);
    const content = this.#rest.slice(start + 2, end);
    this.#rest = this.#rest.slice(end + 2);
    if (content.endsWith('-')) this.#rest = this.#rest.trimStart();
    else if (opening !== '{{') this.#rest = this.#rest.replace(/^\n/, '');
    return content.replace(/^-/, '').replace(/-$/, '').trim();
  }

  #block(tag: Tag): Node {
    switch (tag.word) {
      case 'if':
        return this.#if(tag);
      case 'for': {
        const [, variable, items] = /^(\w+)\s+in\s+(.+)$/s.exec(tag.rest) ?? [];
        if (variable === undefined || items === undefined) throw new TemplateError(`malformed tag 'for ${tag.rest}'`);
        return { kind: 'for', variable, items, body: this.#body(['endfor']).nodes };
      }
      case 'set': {
        const [, variable, expression] = /^(\w+)\s*=\s*(.+)$/s.exec(tag.rest) ?? [];
        if (variable === undefined || expression === undefined) throw new TemplateError(`malformed tag 'set ${tag.rest}'`);
        return { kind: 'set', variable, expression };
      }
      case 'raw': {
        const end = /\{%-?\s*endraw\s*-?%\}\n?/.exec(this.#rest);
        if (end === null) throw new TemplateError("'endraw' is missing");
        const text = this.#rest.slice(0, end.index);
        this.#rest = this.#rest.slice(end.index + end[0].length);
        return { kind: 'text', text };
      }
      default:
        throw new TemplateError(`unknown tag '${tag.word}'`);
    }
  }

  #if(opening: Tag): Node {
    const branches: { condition: string | undefined; body: readonly Node[] }[] = [];
    let tag: Tag | undefined = opening;
    while (tag !== undefined && tag.word !== 'endif') {
      const isElse: boolean = tag.word === 'else';
      const { nodes, tag: next }: { nodes: Node[]; tag: Tag | undefined } = this.#body(isElse ? ['endif'] : ['elif', 'else', 'endif']);
      branches.push({ condition: isElse ? undefined : tag.rest, body: nodes });
      tag = next;
    }
    return { kind: 'if', branches };
  }
}

function parseTag(content: string): Tag {
  const [, word = '', rest = ''] = /^(\w*)\s*(.*)$/s.exec(content) ?? [];
  return { word, rest };
}
