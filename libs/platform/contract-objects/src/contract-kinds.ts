import { CustomResourceDefinition, Labels, unstructuredKind } from '@handoff/api';
import type { ContractReference, Kind, Unstructured } from '@handoff/api';
import type { KubeClient } from '@handoff/kube';
import { TerminalError } from '@handoff/reconcile';
import { z } from 'zod';

const CrdNames = z.looseObject({ scope: z.string(), names: z.looseObject({ plural: z.string() }) });

/**
 * Finds the kinds that objects refer to by group and kind only. The CRD's name follows from both (the contract demands that),
 * its label says which version keeps the contract.
 */
export class ContractKinds {
  readonly #known = new Map<string, Promise<Kind<Unstructured>>>();

  constructor(private readonly kube: KubeClient) {}

  /** @throws TerminalError naming the missing CRD or label */
  of(reference: Pick<ContractReference, 'apiGroup' | 'kind'>): Promise<Kind<Unstructured>> {
    const id = `${reference.kind}.${reference.apiGroup}`;
    const known = this.#known.get(id) ?? this.#find(reference);
    this.#known.set(id, known);
    known.catch(() => this.#known.delete(id)); // it may be installed by the next time
    return known;
  }

  async #find(reference: Pick<ContractReference, 'apiGroup' | 'kind'>): Promise<Kind<Unstructured>> {
    const name = `${pluralOf(reference.kind)}.${reference.apiGroup}`;
    const crd = await this.kube.get(CustomResourceDefinition, { name });
    if (crd === undefined) throw new TerminalError('CRDNotFound', `${reference.kind} of ${reference.apiGroup} is not known to this cluster: install CRD ${name}`);
    const version = crd.metadata.labels?.[Labels.contractV1Beta2]?.split('_').at(-1);
    if (version === undefined) throw new TerminalError('ContractNotSupported', `CRD ${name} has no label ${Labels.contractV1Beta2}: its provider does not keep the v1beta2 contract`);
    const { names, scope } = CrdNames.parse(crd.spec);
    return unstructuredKind({ group: reference.apiGroup, version, kind: reference.kind, plural: names.plural, namespaced: scope === 'Namespaced' });
  }
}

/** The plural that the contract expects of a kind: lower case, with English endings. */
export function pluralOf(kind: string): string {
  const word = kind.toLowerCase();
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
}
