import { XMLParser } from 'fast-xml-parser';

/**
 * One element of a reply, reduced to what SOAP replies of vCenter use. Children are always lists: the wire does not say whether
 * an element may repeat, only the reader of a field knows.
 */
export interface XmlElement {
  /** Local name, without prefix. */
  readonly name: string;
  /** Local part of xsi:type: the declared type of a polymorphic value. */
  readonly xsiType: string | undefined;
  /** The unprefixed `type` attribute: the type of a managed object reference. */
  readonly moType: string | undefined;
  readonly nil: boolean;
  readonly text: string;
  readonly children: Readonly<Record<string, readonly XmlElement[]>>;
  /** All children in document order: what is needed to send a value back as it came. */
  readonly ordered: readonly XmlElement[];
}

const ATTRIBUTES = ':@';
const TEXT = '#text';

/**
 * Prefixes are kept: vCenter and vcsim use different ones for XMLSchema-instance, and a managed object reference carries `type` beside
 * `xsi:type`, which would collide if prefixes were dropped. Values stay text: "8.10" is a version, not a number.
 */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  processEntities: true,
  htmlEntities: true, // numeric references too: Go servers write quotes and line ends as such
});

type Raw = Readonly<Record<string, unknown>>;

/** Parses a document to its root element; undefined when the text is no XML document. */
export function parseXml(xml: string): XmlElement | undefined {
  let nodes: unknown;
  try {
    nodes = parser.parse(xml);
  } catch {
    return undefined;
  }
  return Array.isArray(nodes) ? childElements(nodes)[0] : undefined;
}

function childElements(nodes: readonly unknown[]): XmlElement[] {
  return nodes.flatMap((node) => {
    if (typeof node !== 'object' || node === null) return [];
    const raw = node as Raw; // the parser's own output: an object with one tag key and perhaps attributes
    const tag = Object.keys(raw).find((key) => key !== ATTRIBUTES && key !== TEXT);
    return tag === undefined ? [] : [toElement(tag, raw)];
  });
}

function toElement(tag: string, raw: Raw): XmlElement {
  const content = raw[tag];
  const nodes: readonly unknown[] = Array.isArray(content) ? content : [];
  const ordered = childElements(nodes);
  const children: Record<string, XmlElement[]> = {};
  for (const child of ordered) (children[child.name] ??= []).push(child);
  return {
    name: localName(tag),
    ...attributesOf(raw[ATTRIBUTES]),
    text: ordered.length > 0 ? '' : textOf(nodes),
    children,
    ordered,
  };
}

function attributesOf(raw: unknown): Pick<XmlElement, 'xsiType' | 'moType' | 'nil'> {
  const attributes = typeof raw === 'object' && raw !== null ? Object.entries(raw) : [];
  let xsiType: string | undefined;
  let moType: string | undefined;
  let nil = false;
  for (const [name, value] of attributes) {
    const text = String(value);
    if (name === 'type') moType = text;
    else if (name.endsWith(':type')) xsiType = localName(text);
    else if (name.endsWith(':nil')) nil = text === 'true' || text === '1';
  }
  return { xsiType, moType, nil };
}

function textOf(nodes: readonly unknown[]): string {
  return nodes
    .map((node) => (typeof node === 'object' && node !== null && TEXT in node ? String((node as Raw)[TEXT]) : ''))
    .join('');
}

function localName(qualified: string): string {
  return qualified.slice(qualified.indexOf(':') + 1);
}

/** The only child of that name, or undefined. */
export const childOf = (element: XmlElement, name: string): XmlElement | undefined => element.children[name]?.[0];

/** Text of the only child of that name, or undefined. */
export const textAt = (element: XmlElement, name: string): string | undefined => childOf(element, name)?.text;
