import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  applyDefaults, applyPatch, builtinResources, customResourceSchema, isObject, mergePatch, objectAt, prune, trackUpdate,
  unlessOnlyTimesDiffer, validate,
} from '../index.js';
import type { JsonObject, Schema } from '../index.js';
import { conflictMessage } from './conflicts.js';
import { withoutOwners } from './owners.js';
import { textOr } from '../json.js';

/** One request and what a real API server (1.36) made of it. Times are replaced by the number of the step that set them. */
interface Step {
  readonly op: 'create' | 'update' | 'merge' | 'apply';
  readonly manager: string;
  readonly force?: boolean;
  readonly sub?: string;
  readonly body: JsonObject;
  readonly result?: JsonObject;
  readonly error?: { readonly code: number; readonly message: string };
}

interface Recording {
  readonly widgetSchema: Schema;
  readonly cases: readonly { readonly name: string; readonly resource: string; readonly steps: readonly Step[] }[];
}

const recording = JSON.parse(readFileSync(new URL('../testdata/ssa-cases.json', import.meta.url), 'utf8')) as Recording;
const widget = customResourceSchema(recording.widgetSchema);

interface Kind {
  readonly schema: Schema;
  readonly isCustom: boolean;
  readonly complete: (object: JsonObject) => JsonObject;
}

function kindOf(resource: string): Kind {
  if (resource === 'widgets') return { schema: widget, isCustom: true, complete: (object) => object };
  const found = builtinResources.find((one) => one.plural === resource);
  if (found === undefined) throw new Error(`no resource ${resource}`);
  return { schema: found.schema, isCustom: false, complete: found.complete ?? ((object) => object) };
}

/** What the server does around the schema: prune, default, complete, refuse what is invalid. */
function admit(kind: Kind, object: JsonObject, keepNulls: boolean): JsonObject {
  return kind.complete(applyDefaults(kind.schema, prune(kind.schema, object).value, { keepNulls: keepNulls && kind.isCustom }));
}

type Outcome = { readonly object: JsonObject } | { readonly refused: readonly string[] };

function answer(kind: Kind, step: Step, live: JsonObject | undefined, now: Date): Outcome {
  const { op, manager, body, sub: subresource = '', force = false } = step;
  const apiVersion = textOr((live ?? body)['apiVersion'], '');
  const identity = { schema: kind.schema, manager, apiVersion, subresource, now };
  if (op === 'apply') {
    const outcome = applyPatch({ ...identity, ...(live && { live }), applied: body, force });
    if ('invalid' in outcome) return { refused: [outcome.invalid] };
    if ('conflicts' in outcome) return { refused: [conflictMessage(outcome.conflicts)] };
    return settled(kind, live, admit(kind, outcome.object, true));
  }
  const wanted = op === 'merge' ? (mergePatch(live ?? {}, body) as JsonObject) : body;
  const after = admit(kind, limited(live, wanted, subresource), false);
  const managedFields = trackUpdate({ ...identity, ...(live && { before: live }), after });
  const bare = withoutOwners(after);
  const metadata = { ...objectAt(bare, 'metadata'), ...(managedFields.length > 0 && { managedFields: managedFields as unknown as [] }) };
  return settled(kind, live, { ...bare, metadata });
}

function limited(live: JsonObject | undefined, wanted: JsonObject, subresource: string): JsonObject {
  if (live === undefined) return wanted;
  if (subresource === 'status') return { ...live, status: wanted['status'] ?? {} };
  return { ...wanted, ...(live['status'] !== undefined && { status: live['status'] }) };
}

function settled(kind: Kind, live: JsonObject | undefined, object: JsonObject): Outcome {
  const errors = validate(kind.schema, object, live);
  if (errors.length > 0) return { refused: errors.map((error) => `${error.path}: ${error.message}`) };
  return { object: live === undefined ? object : unlessOnlyTimesDiffer(live, object) };
}

/** What admission plugins, allocators and creation strategies fill in: not the business of schemas. */
const elsewhere: Readonly<Record<string, readonly string[]>> = {
  services: ['spec.clusterIPs', 'spec.ipFamilies', 'spec.ipFamilyPolicy'],
  nodes: ['spec.taints'],
  pods: ['spec.preemptionPolicy', 'spec.priority', 'spec.tolerations', 'status.qosClass'],
  daemonsets: ['metadata.annotations', 'metadata.managedFields'],
  persistentvolumeclaims: ['metadata.finalizers'],
  persistentvolumes: ['metadata.finalizers', 'status.lastPhaseTransitionTime'],
  namespaces: ['spec.finalizers', 'status.phase'],
  customresourcedefinitions: ['status'],
};

function comparable(resource: string, object: JsonObject): JsonObject {
  return (elsewhere[resource] ?? []).reduce((left, path) => drop(left, path.split('.')), object);
}

function drop(object: JsonObject, [key = '', ...rest]: string[]): JsonObject {
  const { [key]: child, ...others } = object;
  return rest.length === 0 || !isObject(child) ? others : { ...others, [key]: drop(child, rest) };
}

describe('server-side apply agrees with a recorded API server', () => {
  for (const { name, resource, steps } of recording.cases) {
    it(`${resource}: ${name}`, () => {
      const kind = kindOf(resource);
      let live: JsonObject | undefined;
      for (const [i, step] of steps.entries()) {
        const outcome = answer(kind, step, live, new Date(Date.UTC(2026, 0, 1, 0, 0, i)));
        if (step.result !== undefined) {
          const object = 'object' in outcome ? comparable(resource, outcome.object) : outcome;
          expect({ step: i, object }).toEqual({ step: i, object: comparable(resource, step.result) });
          live = step.result;
        } else {
          expect(outcome).toHaveProperty('refused');
          for (const reason of 'refused' in outcome ? outcome.refused : []) expect(step.error?.message).toContain(reason);
        }
      }
    });
  }
});
