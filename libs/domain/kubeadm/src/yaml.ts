import { Document, Scalar, visit } from 'yaml';
import type { Tags } from 'yaml';

/** A Jinja expression, statement or comment begins here. cloud-init renders the text before anybody parses the YAML. */
const jinja = /\{[{%#]/;

/** What changes when it is quoted: a quote is doubled or escaped, and Jinja would then see another expression. */
const changedByQuotes = /['"\\]/;

/**
 * Plain text to this writer, but not to every reader: YAML 1.1's value and merge keys, YAML 1.2's octal numbers, a tab (which PyYAML
 * refuses).
 */
const readDifferently = /^(=|<<|[-+]?0o[0-7]+)$|\t/;

/**
 * Characters that a block scalar cannot hold for both of its readers, PyYAML (cloud-init) and go-yaml (kubeadm): line ends that they
 * normalise and what is not printable in YAML 1.1. Such text is double-quoted with escapes.
 */

const needsEscapes = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;

/** Those of them that the writer leaves as they are even between double quotes, because JSON may. */

const leftUnescaped = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/**
 * Writes YAML that PyYAML, go-yaml and YAML 1.2 parsers read alike, and in which every Jinja expression stands exactly as the user wrote
 * it: strings that another version of YAML would read as a boolean, number or date are quoted; text with line breaks, or with Jinja and
 * quotes, becomes a literal block, the only form that changes no character.
 */
export function yamlText(value: unknown): string {
  const document = new Document(value, { version: '1.1', schema: 'yaml-1.1', customTags: withoutMerge, aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string') style(node, node.value);
    },
  });
  return document
    .toString({ lineWidth: 0, singleQuote: true })
    .replaceAll(leftUnescaped, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Joins documents into one multi-document text. */
export const yamlDocuments = (values: readonly unknown[]): string => values.map((value) => `---\n${yamlText(value)}`).join('');

/** We never merge; with this tag a text `<<` would be taken for the merge key and written plain. */
const withoutMerge = (tags: Tags): Tags => tags.filter((tag) => tag !== 'merge' && (typeof tag === 'string' || tag.tag !== 'tag:yaml.org,2002:merge'));

function style(node: Scalar, text: string): void {
  // Of a block of blanks only, the first line would be taken for the indentation.
  if (needsEscapes.test(text) || /^\s+$/.test(text)) node.type = Scalar.QUOTE_DOUBLE;
  else if (text.includes('\n') || (jinja.test(text) && changedByQuotes.test(text))) node.type = Scalar.BLOCK_LITERAL;
  else if (jinja.test(text) || readDifferently.test(text)) node.type = Scalar.QUOTE_SINGLE;
}
