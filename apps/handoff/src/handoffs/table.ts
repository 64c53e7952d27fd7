import { catalogue } from '@handoff/events';
import type { EventType } from '@handoff/events';
import type { Wiring } from './wiring.js';

const HEAD = `# Handoffs

Who rings which doorbell, and who answers it. Made from the services themselves (\`hears\` of every controller); a spec keeps it true.
For tools the same is an AsyncAPI document: [asyncapi.yaml](asyncapi.yaml). Between processes it travels over NATS: [who may do what](../deploy/nats/README.md).
An event carries a reference to an object and words for people, never state to act on: its hearers read the API. One without a hearer is for people.

| event | about | rung by | heard by | when |
|---|---|---|---|---|
`;

/** The manual's page of all handoffs. */
export function handoffsTable({ hearers }: Wiring, publishers: ReadonlyMap<EventType, string>): string {
  const rows = catalogue.map((event) => {
    const heard = [...new Set((hearers.get(event) ?? []).map(({ service, controller }) => `${service}: ${controller}`))].sort();
    return `| \`${event.owner}.${event.event}\` | ${event.about} | ${publishers.get(event) ?? ''} | ${heard.length === 0 ? 'people' : heard.join(', ')} | ${event.description} |`;
  });
  return `${HEAD}${rows.join('\n')}\n`;
}
