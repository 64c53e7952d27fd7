import { Annotations, groupKindOf, ownerReferenceTo, TemplateMetadata } from '@handoff/api';
import type { ContractReference, KubeObject, Machine, Unstructured } from '@handoff/api';
import { AlreadyExists, describeKey } from '@handoff/kube';
import { TerminalError } from '@handoff/reconcile';
import type { Context } from '@handoff/reconcile';
import { TRACEPARENT, traceparentOf } from '@handoff/telemetry';
import { z } from 'zod';
import type { ContractKinds } from './contract-kinds.js';

const Template = z.looseObject({
  spec: z.object({
    template: z.object({
      metadata: TemplateMetadata.optional(),
      spec: z.record(z.string(), z.unknown()).optional(),
    }),
  }),
});

/** A template that a Machine's part is to be made from, and the part's kind: the template's without `Template`. */
export interface MachinePart {
  readonly template: ContractReference;
  readonly field: string;
}

export const partReference = ({ template }: MachinePart, machine: string): ContractReference =>
  ({ apiGroup: template.apiGroup, kind: template.kind.replace(/Template$/, ''), name: machine });

/** Reads a template. @throws TerminalError naming the field that names it, when it is not there */
export async function readTemplate(
  kinds: ContractKinds, context: Context, namespace: string | undefined, part: MachinePart,
): Promise<Unstructured> {
  const kind = await kinds.of(part.template);
  const found = await context.kube.get(kind, { namespace, name: part.template.name });
  if (found === undefined) throw new TerminalError('TemplateNotFound', `${describeKey(kind, { namespace, name: part.template.name })} named by ${part.field} is not there: apply it, or name one that is`);
  return found;
}

/** Makes a Machine's part from its template, owned by the Machine from birth. One that is there already is left as it is. */
export async function createPart(
  kinds: ContractKinds, context: Context, machine: Machine, part: MachinePart, template: Unstructured,
): Promise<void> {
  const kind = await kinds.of(partReference(part, machine.metadata.name));
  const { metadata, spec } = Template.parse(template).spec.template;
  const traceparent = traceparentOf(machine);
  try {
    await context.kube.create(kind, {
      metadata: {
        name: machine.metadata.name,
        namespace: machine.metadata.namespace,
        labels: { ...metadata?.labels, ...machine.metadata.labels },
        annotations: {
          ...metadata?.annotations,
          [Annotations.clonedFromName]: part.template.name,
          [Annotations.clonedFromGroupKind]: groupKindOf(part.template),
          ...(traceparent === undefined ? {} : { [TRACEPARENT]: traceparent }),
        },
        ownerReferences: [ownerReferenceTo(machine, { controller: true, block: true })],
      },
      ...(spec === undefined || Object.keys(spec).length === 0 ? {} : { spec }), // many kinds refuse an empty one
    });
  } catch (error) {
    if (!(error instanceof AlreadyExists)) throw error;
  }
}

/** True while a Machine's parts may still have to be made: nothing has been provisioned for it yet. */
export function mayLackParts({ metadata, spec, status }: Machine): boolean {
  const hasServer = spec.providerID !== undefined || status?.initialization?.infrastructureProvisioned === true;
  return metadata.deletionTimestamp === undefined && !hasServer;
}

/** The trace that an object hands to its children at birth. */
export function tracedAnnotations(parent: KubeObject): Record<string, string> {
  const traceparent = traceparentOf(parent);
  return traceparent === undefined ? {} : { [TRACEPARENT]: traceparent };
}
