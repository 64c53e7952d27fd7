import type { Cluster, Machine } from '@handoff/api';

/** How many of the Machines each failure domain for control planes holds, fullest first; names decide where counts are equal. */
export function occupancy(cluster: Cluster, machines: readonly Machine[]): readonly { readonly name: string; readonly machines: number }[] {
  const domains = (cluster.status?.failureDomains ?? []).filter((domain) => domain.controlPlane === true).map((domain) => domain.name);
  const count = (name: string): number => machines.filter((machine) => machine.spec.failureDomain === name).length;
  return domains.map((name) => ({ name, machines: count(name) })).sort((a, b) => b.machines - a.machines || a.name.localeCompare(b.name));
}

/** Where the next Machine goes: the emptiest failure domain that may hold control planes. Undefined where there are none. */
export function pickFailureDomain(cluster: Cluster, machines: readonly Machine[]): string | undefined {
  const living = machines.filter((machine) => machine.metadata.deletionTimestamp === undefined);
  const all = occupancy(cluster, living);
  const fewest = all.at(-1)?.machines;
  return all.find((domain) => domain.machines === fewest)?.name;
}
