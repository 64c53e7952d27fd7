import { LineCounter, parseAllDocuments } from 'yaml';
import type { Document, ParsedNode, Tags } from 'yaml';
import { z } from 'zod';
import { installOrder } from './install-order.js';

/** An object that a manifest asks for, as it is sent to the workload cluster. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined } & Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** Where manifests stand: one data key of one ConfigMap or Secret. */
export interface ManifestText {
  /** For people: `ConfigMap cni, key cilium.yaml`. */
  readonly source: string;
  readonly text: string;
  /** The text is a secret: no word of it may appear in a message. */
  readonly secret: boolean;
}

/** A document that is no manifest: names resource, key, document and line. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  readonly code = 'InvalidManifest';
  readonly retryable = false;
}

const KubernetesObject = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({ name: z.string().min(1), namespace: z.string().optional() }),
});
const List = z.looseObject({ kind: z.string().endsWith('List'), items: z.array(z.unknown()) });

/** `yes` and `0644` mean what they mean to kubectl (YAML 1.1); dates and 12:30 stay text, as they do there. */
const PARSING = {
  version: '1.1', merge: true, prettyErrors: false,
  customTags: (tags: Tags): Tags => tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && tag.tag !== 'tag:yaml.org,2002:timestamp')),
} as const;

/** The objects of one text, in the order in which they are best installed. @throws ManifestError at the first bad document */
export function manifestsOf(manifest: ManifestText): readonly Manifest[] {
  const lineCounter = new LineCounter();
  const parsed = parseAllDocuments(manifest.text, { ...PARSING, lineCounter });
  const documents: readonly Document.Parsed[] = 'empty' in parsed ? [] : parsed;
  const found = documents.flatMap((document, index) => {
    const place = (offset: number): string => `${manifest.source}, document ${index + 1}, line ${lineCounter.linePos(offset).line}`;
    return objectsOf(document, place, manifest.secret);
  });
  return installOrder(found);
}

function objectsOf(document: Document.Parsed, place: (offset: number) => string, secret: boolean): readonly Manifest[] {
  const [problem] = document.errors;
  if (problem !== undefined) {
    throw new ManifestError(`${place(problem.pos[0])}: is not YAML: ${secret ? problem.code : problem.message}; correct it there`);
  }
  const content: unknown = document.toJS();
  if (content === null || content === undefined) return []; // between two separators, or a comment only
  const start = (document.contents as ParsedNode).range[0]; // what has content has a place
  return flatten(content).map((object) => {
    const result = KubernetesObject.safeParse(object);
    if (result.success) return result.data;
    const fields = [...new Set(result.error.issues.map((issue) => issue.path.join('.') || 'the document'))].join(', ');
    throw new ManifestError(`${place(start)}: is no Kubernetes object: ${fields} is missing or of the wrong type; every document needs apiVersion, kind and metadata.name`);
  });
}

/** A List stands for its items. */
function flatten(content: unknown): readonly unknown[] {
  const list = List.safeParse(content);
  return list.success ? list.data.items.flatMap(flatten) : [content];
}
