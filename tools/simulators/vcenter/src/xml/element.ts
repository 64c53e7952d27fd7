import { XMLParser } from 'fast-xml-parser';

/** A parsed element, with names resolved to local name and namespace. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside, untrimmed. */
  readonly text: string;
  /** Resolves the prefix of a qualified name that stands in an attribute's value, such as that of `xsi:type`. */
  resolve(qualified: string): { readonly name: string; readonly namespace: string };
}

export class XmlSyntaxError extends Error {
  override readonly name = 'XmlSyntaxError';
}

const xsiNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
export const xsdNamespace = 'http://www.w3.org/2001/XMLSchema';

const unlimited = Number.MAX_SAFE_INTEGER;
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  htmlEntities: true,
  // A document type is refused below, so only the predefined entities can occur, any number of times: guestinfo holds whole YAML files.
  processEntities: { enabled: true, maxTotalExpansions: unlimited, maxExpandedLength: unlimited },
});

/** Parses one document. Throws {@link XmlSyntaxError} when it is not well-formed or carries a document type. */
export function parseXml(source: string): XmlElement {
  if (source.includes('<!DOCTYPE')) throw new XmlSyntaxError('document types are not allowed');
  const nodes = parseNodes(source);
  const roots = nodes.filter((node) => elementName(node) !== undefined);
  const [root] = roots;
  if (!root || roots.length > 1) throw new XmlSyntaxError('exactly one root element is required');
  return toElement(root, outermostScope);
}

/** Clients made with govmomi write `xsi:type="xsd:string"` without declaring `xsd`, and real vCenters take it. */
const outermostScope: ReadonlyMap<string, string> = new Map([
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
  ['xsd', xsdNamespace],
]);

type Node = Readonly<Record<string, unknown>>;

function parseNodes(source: string): readonly Node[] {
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor, fast-xml-validator, is not among our dependencies
    return parser.parse(source, true) as readonly Node[];
  } catch (error) {
    throw new XmlSyntaxError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function elementName(node: Node): string | undefined {
  return Object.keys(node).find((key) => key !== ':@' && key !== '#text');
}

function toElement(node: Node, outer: ReadonlyMap<string, string>): XmlElement {
  const qualified = elementName(node) ?? '';
  const attributes = Object.entries((node[':@'] ?? {}) as Record<string, string>);
  const scope = new Map(outer);
  for (const [name, value] of attributes) {
    if (name === 'xmlns') scope.set('', value);
    else if (name.startsWith('xmlns:')) scope.set(name.slice(6), value);
  }
  const resolve = (name: string) => resolveName(name, scope);
  const inner = (node[qualified] ?? []) as readonly Node[];
  return {
    ...resolve(qualified),
    attributes: new Map(attributes.filter(([name]) => !name.startsWith('xmlns')).map(([name, value]) => [attributeKey(name, scope), value])),
    children: inner.filter((child) => elementName(child) !== undefined).map((child) => toElement(child, scope)),
    text: inner.map((child) => (typeof child['#text'] === 'string' ? child['#text'] : '')).join(''),
    resolve,
  };
}

function resolveName(qualified: string, scope: ReadonlyMap<string, string>): { name: string; namespace: string } {
  const colon = qualified.indexOf(':');
  const prefix = colon < 0 ? '' : qualified.slice(0, colon);
  const namespace = scope.get(prefix);
  if (namespace === undefined && prefix !== '') throw new XmlSyntaxError(`namespace prefix "${prefix}" is not declared`);
  return { name: qualified.slice(colon + 1), namespace: namespace ?? '' };
}

/** `xsi:type` under whatever prefix becomes `xsi:type`; an unprefixed attribute keeps its name. */
function attributeKey(name: string, scope: ReadonlyMap<string, string>): string {
  if (!name.includes(':')) return name;
  const resolved = resolveName(name, scope);
  return resolved.namespace === xsiNamespace ? `xsi:${resolved.name}` : `{${resolved.namespace}}${resolved.name}`;
}
