import type { VMResources } from '@handoff/api';
import type { CloneSpec, ResourceAllocation } from '@handoff/vsphere';

const SUFFIXES: Readonly<Record<string, number>> = {
  '': 1, m: 1e-3, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
};

/** A Kubernetes quantity as a number. @throws RangeError when it is none */
export function quantityOf(text: string | number): number {
  const [, digits = '', suffix = ''] = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([a-zA-Z]*)$/.exec(String(text)) ?? [];
  const factor = SUFFIXES[suffix];
  const value = Number(digits);
  if (digits === '' || factor === undefined || Number.isNaN(value)) throw new RangeError(`"${String(text)}" is not a quantity`);
  return value * factor;
}

/** What a machine is guaranteed and held to. The API has Hz and bytes, vCenter MHz and MiB. */
export function allocations(resources: VMResources | undefined): Pick<CloneSpec, 'cpu' | 'memory'> {
  if (resources === undefined) return {};
  const { requests, limits, shares } = resources;
  const cpu = allocation(mega(requests?.cpu, 1e6), mega(limits?.cpu, 1e6), shares?.cpu);
  const memory = allocation(mega(requests?.memory, 2 ** 20), mega(limits?.memory, 2 ** 20), shares?.memory);
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

const mega = (quantity: string | number | undefined, unit: number): number | undefined =>
  quantity === undefined ? undefined : Math.round(quantityOf(quantity) / unit);

function allocation(
  reservation: number | undefined, limit: number | undefined, shares: number | undefined,
): ResourceAllocation | undefined {
  if (reservation === undefined && limit === undefined && shares === undefined) return undefined;
  return {
    ...(reservation === undefined ? {} : { reservation }),
    ...(limit === undefined ? {} : { limit }),
    ...(shares === undefined ? {} : { shares }),
  };
}
