import type { MoRef } from '../moref.js';
import type { XmlElement } from './element.js';
import { fieldOrder, type VimField, type VimType } from './vim-types.js';

const kind = Symbol('kind');

/** A value of a declared type. Serialized with xsi:type, its fields in the order of the schema whatever order they were given in. */
export interface VimObject<N extends VimType = VimType> {
  readonly [kind]: 'object';
  readonly type: N;
  readonly fields: Readonly<Record<string, VimValue | undefined>>;
}

/** A string where the schema says anyType, which must carry its own type. */
export interface XsdString {
  readonly [kind]: 'string';
  readonly text: string;
}

/** A value sent back as it was read, with some direct children replaced or (undefined) left out. */
export interface Verbatim {
  readonly [kind]: 'verbatim';
  readonly element: XmlElement;
  readonly replace: Readonly<Record<string, string | undefined>>;
}

export type VimValue = string | number | boolean | MoRef | VimObject | XsdString | Verbatim | readonly VimValue[];

export type FieldsOf<N extends VimType> = { readonly [F in VimField<N>]?: VimValue | undefined };

/** A typed value: `vim('OptionValue', { key, value })`. Unknown field names do not compile. */
export const vim = <N extends VimType>(type: N, fields: FieldsOf<N>): VimObject<N> => ({ [kind]: 'object', type, fields });

export const xsdString = (text: string): XsdString => ({ [kind]: 'string', text });

export const verbatim = (element: XmlElement, replace: Verbatim['replace'] = {}): Verbatim => ({ [kind]: 'verbatim', element, replace });

/** `<name …>…</name>` for a value; '' for undefined; repeated for a list. The prefixes xsi and xsd are declared by the envelope. */
export function encode(name: string, value: VimValue | undefined): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => encode(name, item)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`;
  if (!(kind in value)) return `<${name} type="${escapeXml(value.type)}">${escapeXml(value.value)}</${name}>`;
  switch (value[kind]) {
    case 'string':
      return `<${name} xsi:type="xsd:string">${escapeXml(value.text)}</${name}>`;
    case 'object':
      return `<${name} xsi:type="${value.type}">${encodeFields(value.type, value.fields)}</${name}>`;
    case 'verbatim':
      return encodeVerbatim(name, value.element, value.replace);
  }
}

/** The fields of a type or the arguments of a method, in schema order. */
export function encodeFields(type: VimType, fields: Readonly<Record<string, VimValue | undefined>>): string {
  return fieldOrder(type)
    .map((field) => encode(field, fields[field]))
    .join('');
}

function encodeVerbatim(name: string, element: XmlElement, replace: Verbatim['replace'] = {}): string {
  const type = element.xsiType === undefined ? '' : ` xsi:type="${schemaType(element.xsiType)}"`;
  const ref = element.moType === undefined ? '' : ` type="${escapeXml(element.moType)}"`;
  const children = element.ordered.map((child) =>
    child.name in replace ? encode(child.name, replace[child.name]) : encodeVerbatim(child.name, child),
  );
  return `<${name}${ref}${type}>${children.join('')}${escapeXml(element.text)}</${name}>`;
}

/** Simple types live in the XMLSchema namespace, all others in the default one; lower case tells them apart. */
function schemaType(type: string): string {
  return /^[a-z]/.test(type) ? `xsd:${type}` : escapeXml(type);
}

const isList = (value: VimValue): value is readonly VimValue[] => Array.isArray(value);

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/** Escapes text and attributes; characters that XML 1.0 cannot carry at all are dropped. */
export function escapeXml(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[&<>"\r]/g, (c) => entities[c] ?? c);
}
