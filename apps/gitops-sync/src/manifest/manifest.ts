import { asError } from '@handoff/time';
import { isNode, LineCounter, parseAllDocuments } from 'yaml';
import type { Document } from 'yaml';
import { z } from 'zod';

/** An object as a file declares it, and where. */
export interface Manifest {
  readonly file: string;
  /** Line of the object's first key, from 1. */
  readonly line: number;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** As the file says; absent for cluster-scoped kinds and where the file leaves it out. */
  readonly namespace: string | undefined;
  readonly object: Readonly<Record<string, unknown>>;
}

/** What is wrong with a file. */
export interface FileProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const Declared = z.looseObject({
  apiVersion: z.string('apiVersion is missing').min(1, 'apiVersion is empty'),
  kind: z.string('kind is missing').min(1, 'kind is empty'),
  metadata: z.looseObject(
    { name: z.string('metadata.name is missing').min(1, 'metadata.name is empty'), namespace: z.string().optional() },
    'metadata is missing',
  ),
});

/** Reads a file's documents. A file with any problem gives no objects: half a file is no declaration. */
export function readManifests(file: string, content: string): { manifests: readonly Manifest[]; problems: readonly FileProblem[] } {
  const lines = new LineCounter();
  const problems: FileProblem[] = [];
  const manifests: Manifest[] = [];
  for (const document of parseAllDocuments(content, { lineCounter: lines })) {
    const line = lineOf(lines, document.contents?.range[0] ?? document.range[0]);
    const [error] = document.errors;
    if (error !== undefined) {
      problems.push({ file, line: lineOf(lines, error.pos[0]), message: firstLine(error.message) });
      continue;
    }
    try {
      for (const item of itemsOf(document, line, lines)) {
        const declared = Declared.safeParse(item.value);
        if (declared.success) manifests.push(manifest(file, item.line, declared.data));
        else problems.push({ file, line: item.line, message: declared.error.issues[0]?.message ?? 'not a Kubernetes object' });
      }
    } catch (thrown) {
      problems.push({ file, line, message: firstLine(asError(thrown).message) }); // an alias without its anchor shows only here
    }
  }
  return problems.length === 0 ? { manifests, problems } : { manifests: [], problems };
}

function manifest(file: string, line: number, object: z.infer<typeof Declared>): Manifest {
  const { apiVersion, kind, metadata } = object;
  return { file, line, apiVersion, kind, name: metadata.name, namespace: metadata.namespace, object };
}

/** The objects of a document, each with its line: none of an empty one, those of a List one by one. */
function itemsOf(document: Document, line: number, lines: LineCounter): readonly { value: unknown; line: number }[] {
  const value: unknown = document.toJS();
  if (value === null || value === undefined) return [];
  if (!isList(value)) return [{ value, line }];
  return value.items.map((item, index) => {
    const node: unknown = document.getIn(['items', index], true);
    return { value: item, line: isNode(node) && node.range ? lineOf(lines, node.range[0]) : line };
  });
}

const isList = (value: unknown): value is { items: readonly unknown[] } =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'List' && 'items' in value && Array.isArray(value.items);

const lineOf = (lines: LineCounter, offset: number): number => lines.linePos(offset).line;

const firstLine = (message: string): string => message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
