import { access } from './access.js';
import { cluster } from './cluster.js';
import { core } from './core.js';
import { meta } from './meta.js';
import { pods } from './pods.js';
import { volumes } from './volumes.js';
import { workloads } from './workloads.js';

/** One field of a message. */
export interface Field {
  readonly name: string;
  /** Set for values that may be zero and yet be meant; others that are zero were not set. */
  readonly pointer: boolean;
  /** The fields of an inlined message are those of its parent. */
  readonly inline: boolean;
  readonly shape: 'one' | 'list' | 'map';
  /** `s`tring, `i`nteger, `t`ruth, `b`ytes, `d`ouble, `list:` of one of them, a type that is written in a way of its own, or a message. */
  readonly type: string;
}

const written: Readonly<Record<string, string>> = { ...access, ...cluster, ...core, ...meta, ...pods, ...volumes, ...workloads };
const read = new Map<string, ReadonlyMap<number, Field>>();

export const isMessage = (name: string): boolean => Object.hasOwn(written, name);

/**
 * The fields of a message by their numbers. They are written as `name:number:type`, with `?` for a pointer, `^` for an inlined message,
 * `*` for a list and `%` for a map from strings. Messages of the same group go without the group's name.
 */
export function fieldsOf(message: string): ReadonlyMap<number, Field> {
  const known = read.get(message);
  if (known !== undefined) return known;
  const group = message.slice(0, message.indexOf('.'));
  const fields = new Map((written[message] ?? '').split(' ').filter((text) => text !== '').map((text) => readField(text, group)));
  read.set(message, fields);
  return fields;
}

function readField(text: string, group: string): [number, Field] {
  const [label = '', number = '', ...rest] = text.split(':');
  const marked = rest.join(':');
  const shape = marked.startsWith('*') ? 'list' : marked.startsWith('%') ? 'map' : 'one';
  const type = shape === 'one' ? marked : marked.slice(1);
  const local = `${group}.${type}`;
  return [Number(number), {
    name: label.replace('?', ''), pointer: label.endsWith('?'), inline: label === '^', shape, type: isMessage(local) ? local : type,
  }];
}
