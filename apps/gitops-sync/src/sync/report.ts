import { ConfigMap, Namespace } from '@handoff/api';
import { AlreadyExists, isNotFound } from '@handoff/kube';
import type { KubeClient } from '@handoff/kube';
import { z } from 'zod';
import { Inventory } from '../apply/inventory.js';
import type { Entry } from '../apply/inventory.js';

/** Something of a revision that is not as Git has it, and where to mend it. */
export const Problem = z.object({ file: z.string(), line: z.int().optional(), object: z.string().optional(), message: z.string() });
export type Problem = z.infer<typeof Problem>;

/** What a source came to with a revision. */
export const SyncReport = z.object({
  revision: z.string(),
  applied: z.int(),
  unchanged: z.int(),
  pruned: z.array(z.string()),
  /** Not pruned although Git no longer has them, each with the reason. */
  kept: z.array(z.string()),
  problems: z.array(Problem),
  /** Changed by somebody since they were applied. */
  drifted: z.array(z.string()),
});
export type SyncReport = z.infer<typeof SyncReport>;

/** What is remembered of a source, in the management API alone. */
export interface SourceState {
  readonly inventory: readonly Entry[];
  readonly report: SyncReport | undefined;
}

/** Keeps a source's state in a ConfigMap: the inventory that pruning goes by, and the report that people read. */
export class SourceRecord {
  constructor(
    private readonly kube: KubeClient,
    private readonly namespace: string,
    private readonly source: string,
  ) {}

  get name(): string {
    return `handoff-gitops-${this.source}`;
  }

  async read(): Promise<SourceState> {
    const found = await this.kube.get(ConfigMap, { namespace: this.namespace, name: this.name });
    const { inventory, report } = found?.data ?? {};
    return {
      inventory: inventory === undefined ? [] : Inventory.parse(JSON.parse(inventory)),
      report: report === undefined ? undefined : SyncReport.parse(JSON.parse(report)),
    };
  }

  async write({ inventory, report }: SourceState): Promise<ConfigMap> {
    const object = {
      metadata: { name: this.name, namespace: this.namespace, labels: { 'gitops.handoff.dev/source': this.source } },
      data: {
        revision: report?.revision ?? '',
        status: report === undefined || report.problems.length > 0 ? 'Failed' : 'Synced',
        report: JSON.stringify(report, null, 2),
        inventory: JSON.stringify(inventory),
      },
    };
    try {
      return await this.kube.applyManifest(ConfigMap, object);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await this.#createNamespace();
      return this.kube.applyManifest(ConfigMap, object);
    }
  }

  async #createNamespace(): Promise<void> {
    try {
      await this.kube.create(Namespace, { metadata: { name: this.namespace } });
    } catch (error) {
      if (!(error instanceof AlreadyExists)) throw error;
    }
  }
}
