import { expired } from '../machinery/status-error.js';
import { deepFreeze } from '../machinery/json.js';
import type { ApiObject } from '../machinery/object.js';
import { show } from '../registry/resource.js';
import type { Resource } from '../registry/resource.js';
import type { Change } from '../storage/history.js';
import type { Core } from './context.js';
import type { Selection } from './selection.js';
import { WatchStream } from './watch-stream.js';

/** `metav1.ListOptions` of a watch, read and checked. */
export interface WatchOptions {
  readonly selection: Selection;
  readonly resourceVersion: string;
  readonly allowBookmarks: boolean;
  readonly sendInitialEvents: boolean | undefined;
  readonly timeoutSeconds: number | undefined;
}

/** Without a wish of the client a watch ends after a while between these, so that clients spread out. */
const DEFAULT_TIMEOUT_SECONDS = 1800;
const BOOKMARK_INTERVAL_MS = 60_000;
/** Longer timers would go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/** Starts a watch. It ends at its timeout, when its reader is too slow, or when what it shows is no longer served. */
export function watch(core: Core, resource: Resource, namespace: string | undefined, options: WatchOptions): WatchStream {
  const stream = new WatchStream();
  const from = Number(options.resourceVersion === '' ? '0' : options.resourceVersion);
  if (from !== 0 && from < core.storage.compacted && options.sendInitialEvents !== true) {
    stream.push({ type: 'ERROR', object: expired(`too old resource version: ${String(from)} (${String(core.storage.compacted)})`).status });
    stream.end();
    return stream;
  }
  const initial = options.sendInitialEvents ?? from === 0;
  const start = initial ? core.storage.revision : from;
  if (initial) {
    const present = core.storage.list(resource.collection, namespace).filter((object) => options.selection.matches(object));
    stream.begin(present.map((object) => ({ type: 'ADDED', object: show(resource, object) })));
  }
  const bookmark = (annotations?: Readonly<Record<string, string>>): void => {
    stream.push({ type: 'BOOKMARK', object: bookmarkOf(resource, core.storage.revision, annotations) });
  };
  if (options.sendInitialEvents === true && options.allowBookmarks) bookmark({ [INITIAL_EVENTS_END]: 'true' });
  core.watches.add(stream);
  stream.owns({ [Symbol.dispose]: () => { core.watches.delete(stream); } });
  const pass = (change: Change): void => { follow(stream, resource, namespace, options.selection, change); };
  stream.owns(core.storage.watch(resource.collection, start, pass));
  stream.owns(core.registry.onChange((definition) => { if (definition === resource.collection) stream.end(); }));
  keepTime(core, stream, options, bookmark);
  return stream;
}

/** Passes a change on as this selection sees it: what enters it is added, what leaves it is deleted. */
function follow(stream: WatchStream, resource: Resource, namespace: string | undefined, selection: Selection, change: Change): void {
  const { object, previous } = change;
  if (namespace !== undefined && object.metadata.namespace !== namespace) return;
  const before = previous !== undefined && selection.matches(previous);
  const after = change.type !== 'DELETED' && selection.matches(object);
  if (after) stream.push({ type: before ? 'MODIFIED' : 'ADDED', object: show(resource, object) });
  else if (before) stream.push({ type: 'DELETED', object: show(resource, change.type === 'DELETED' ? object : leaving(previous, object)) });
}

/** What leaves a selection is shown as it last was inside, under the revision at which it left. */
const leaving = (previous: ApiObject, object: ApiObject): ApiObject =>
  deepFreeze({ ...previous, metadata: { ...previous.metadata, resourceVersion: object.metadata.resourceVersion } });

function keepTime(core: Core, stream: WatchStream, options: WatchOptions, bookmark: () => void): void {
  const timeout = options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS * (1 + core.random.next());
  stream.owns(core.clock.after(Math.min(timeout * 1000, LONGEST_TIMER_MS), () => { stream.end(); }));
  if (options.allowBookmarks) stream.owns(every(core, BOOKMARK_INTERVAL_MS, bookmark));
}

function every(core: Core, ms: number, run: () => void): Disposable {
  let timer = core.clock.after(ms, tick);
  function tick(): void {
    timer = core.clock.after(ms, tick);
    run();
  }
  return { [Symbol.dispose]: () => { timer[Symbol.dispose](); } };
}

function bookmarkOf(resource: Resource, revision: number, annotations?: Readonly<Record<string, string>>): ApiObject {
  return {
    kind: resource.kind, apiVersion: resource.apiVersion,
    metadata: { resourceVersion: String(revision), creationTimestamp: null, ...(annotations === undefined ? {} : { annotations }) },
  } as unknown as ApiObject;
}
