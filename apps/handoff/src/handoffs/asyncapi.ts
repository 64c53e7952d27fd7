import { catalogue, HandoffData, serviceOf } from '@handoff/events';
import type { EventType } from '@handoff/events';
import { stringify } from 'yaml';
import { z } from 'zod';
import type { Wiring } from './wiring.js';

const HEAD = `# Every handoff between services, for tools that read AsyncAPI. Generated from the catalogue and from what the services hear; do not edit.
# UPDATE_MANUAL=1 npm test -- apps/handoff/src/handoffs writes it anew.
`;

const ref = (to: string): { $ref: string } => ({ $ref: `#/${to}` });
const string = (description: string, more: object = {}): object => ({ type: 'string', description, ...more });

/** The AsyncAPI 3 document of all handoffs: a channel per event, one operation for who rings it and one for each service that hears it. */
export function asyncApi(wiring: Wiring): string {
  const document = {
    asyncapi: '3.0.0',
    info: {
      title: 'handoff', version: '1.0.0', license: { name: 'Apache-2.0' },
      description: 'Doorbells between the services of handoff, on NATS JetStream (stream LIFECYCLE, one durable per service). A message says where to look, '
        + 'never what to do: hearers read the Kubernetes API. It may come twice, late, or not at all.',
    },
    defaultContentType: 'application/json',
    servers: { nats: { host: 'nats:4222', protocol: 'nats', description: 'NATS with JetStream; a user for each service, see deploy/nats' } },
    channels: Object.fromEntries(catalogue.map((event) => [event.name, channelOf(event)])),
    operations: Object.fromEntries(catalogue.flatMap((event) => operationsOf(event, wiring))),
    components: {
      messages: Object.fromEntries(catalogue.map((event) => [event.name, messageOf(event)])),
      parameters: {
        namespace: { description: 'The namespace of the object; `_` where there is none, dots as %2e.' },
        cluster: { description: 'The Cluster that it belongs to; `_` where there is none, dots as %2e.' },
      },
      schemas: { HandoffData: schemaOf(HandoffData), CloudEvent: cloudEvent },
    },
  };
  return `${HEAD}${stringify(document, { lineWidth: 140, aliasDuplicateObjects: false })}`;
}

const channelOf = ({ name, owner, event, description, forPeople }: EventType): object => ({
  address: `capi.v1.{namespace}.{cluster}.${owner}.${event}`,
  description: forPeople ? `${description} For people and their tools.` : description,
  parameters: { namespace: ref('components/parameters/namespace'), cluster: ref('components/parameters/cluster') },
  messages: { [event]: ref(`components/messages/${name}`) },
});

const messageOf = ({ type, about, description }: EventType): object => ({
  name: type,
  title: description,
  summary: `About a ${about}.`,
  headers: { allOf: [ref('components/schemas/CloudEvent'), { type: 'object', properties: { 'ce-type': { const: type } } }] },
  payload: ref('components/schemas/HandoffData'),
});

function operationsOf(entry: EventType, { hearers }: Wiring): [string, object][] {
  const { name, owner, event } = entry;
  const about = { channel: ref(`channels/${name}`), messages: [ref(`channels/${name}/messages/${event}`)] };
  const publisher = serviceOf[owner];
  const heard = new Map<string, string[]>();
  for (const { service, controller } of hearers.get(entry) ?? []) heard.set(service, [...heard.get(service) ?? [], controller]);
  return [
    [`${publisher}.send.${name}`, { action: 'send', ...about, tags: [{ name: publisher }] }],
    ...[...heard].sort(([a], [b]) => (a < b ? -1 : 1)).map(([service, controllers]): [string, object] => [
      `${service}.receive.${name}`,
      { action: 'receive', ...about, summary: `Wakes ${[...new Set(controllers)].sort().join(', ')}.`, tags: [{ name: service }] },
    ]),
  ];
}

/** What a reader may rely on: unknown fields are ignored, so that some can be added. */
const schemaOf = (schema: z.ZodType): object => {
  const { $schema: _draft, ...rest } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input' });
  return rest;
};

const cloudEvent = {
  type: 'object',
  description: 'CloudEvents 1.0, binary mode',
  required: ['ce-specversion', 'ce-id', 'ce-source', 'ce-type', 'ce-time', 'Nats-Msg-Id'],
  properties: {
    'ce-specversion': { const: '1.0' },
    'ce-id': string('Of the same fact of the same state the same, however often it is sent.'),
    'ce-source': string('/handoff/{owner}'),
    'ce-type': string('The event.'),
    'ce-time': string('When it was rung.', { format: 'date-time' }),
    'ce-datacontenttype': { const: 'application/json' },
    'Nats-Msg-Id': string('As ce-id: JetStream drops a second one within two minutes.'),
    traceparent: string('The operation that it belongs to (W3C).'),
  },
};
