import { LineCounter, parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** An object as a file declares it, and where. */
export interface Manifest {
  readonly file: string;
  /** Line of the document's first key, from 1. */
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
    const value: unknown = document.toJS();
    if (value === null || value === undefined) continue;
    for (const item of isList(value) ? value.items : [value]) {
      const declared = Declared.safeParse(item);
      if (declared.success) manifests.push(manifest(file, line, declared.data));
      else problems.push({ file, line, message: declared.error.issues[0]?.message ?? 'not a Kubernetes object' });
    }
  }
  return problems.length === 0 ? { manifests, problems } : { manifests: [], problems };
}

function manifest(file: string, line: number, object: z.infer<typeof Declared>): Manifest {
  const { apiVersion, kind, metadata } = object;
  return { file, line, apiVersion, kind, name: metadata.name, namespace: metadata.namespace, object };
}

const isList = (value: unknown): value is { items: readonly unknown[] } =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'List' && 'items' in value && Array.isArray(value.items);

const lineOf = (lines: LineCounter, offset: number): number => lines.linePos(offset).line;

const firstLine = (message: string): string => message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? message;
