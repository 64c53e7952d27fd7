import { owners, serviceOf } from '@handoff/events';
import { DEADLETTERS, DEADLETTERS_SUBJECTS, inboxOf, LIFECYCLE, LIFECYCLE_SUBJECTS, ownedSubjects, PEOPLE, PROVISIONER } from './names.js';
import type { Durable } from './names.js';

/** One user of the account, and all that it may do. */
export interface NatsUser {
  readonly name: string;
  readonly about: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

const STREAMS = [LIFECYCLE, DEADLETTERS];
/** Services that also see what they do not hear: capi-core keeps the clusters' timelines (docs/decisions/0017). */
const FOLLOWERS: readonly string[] = ['capi-core'];

/** The users: one per service, one that provisions, one that looks. */
export const natsUsers = (durables: readonly Durable[]): readonly NatsUser[] => [
  ...owners.map((owner) => serviceUser(serviceOf[owner], ownedSubjects(owner), durables)), provisioner(), people(),
];

/** The environment variable of nats-server that holds a user's password. */
export const passwordVariable = (user: string): string => `NATS_PASSWORD_${user.toUpperCase().replaceAll('-', '_')}`;

/** The accounts in nats-server's own language. Without a secret: passwords are variables of its environment. */
export const natsAccounts = (durables: readonly Durable[]): string => `# Who may do what on NATS. Generated from what the services ring and hear: handoff provision nats-accounts
# Passwords come from the environment of nats-server. They have to begin with a letter, or it takes them for numbers.
accounts {
  HANDOFF {
    jetstream: enabled
    users: [
${natsUsers(durables).map(userText).join('\n')}
    ]
  }
}
`;

function serviceUser(name: string, own: string, durables: readonly Durable[]): NatsUser {
  const hears = durables.some((durable) => durable.name === name && durable.events.length > 0);
  const durable = [
    `$JS.API.CONSUMER.INFO.${LIFECYCLE}.${name}`, `$JS.API.CONSUMER.MSG.NEXT.${LIFECYCLE}.${name}`, `$JS.ACK.${LIFECYCLE}.${name}.>`,
    `dlq.capi.v1.${name}.>`,
  ];
  const follows = FOLLOWERS.includes(name);
  const about = `rings its own handoffs, ${hears ? 'reads its own durable' : 'hears nothing'}${follows ? ', sees all handoffs for the timelines' : ''}`;
  const subscribe = [...follows ? [LIFECYCLE_SUBJECTS] : [], `${inboxOf(name)}.>`];
  return { name, about, publish: [own, ...hears ? durable : []], subscribe };
}

const provisioner = (): NatsUser => ({
  name: PROVISIONER,
  about: 'makes the streams and durables, and does nothing else',
  publish: [
    ...STREAMS.flatMap((stream) => ['CREATE', 'INFO', 'UPDATE'].map((verb) => `$JS.API.STREAM.${verb}.${stream}`)),
    ...['DURABLE.CREATE', 'INFO', 'DELETE'].map((verb) => `$JS.API.CONSUMER.${verb}.${LIFECYCLE}.*`),
  ],
  subscribe: [`${inboxOf(PROVISIONER)}.>`],
});

/** No consumers of its own: whoever may make one may also change another's. Stored messages are read one by one. */
const people = (): NatsUser => ({
  name: PEOPLE,
  about: 'follows handoffs, looks at streams and durables, changes nothing',
  publish: [
    '$JS.API.INFO', '$JS.API.STREAM.NAMES', '$JS.API.STREAM.LIST', '$JS.API.CONSUMER.INFO.*.*',
    ...STREAMS.flatMap((stream) => ['STREAM.INFO', 'STREAM.MSG.GET', 'CONSUMER.NAMES', 'CONSUMER.LIST'].map((verb) => `$JS.API.${verb}.${stream}`)),
  ],
  subscribe: [LIFECYCLE_SUBJECTS, DEADLETTERS_SUBJECTS, `${inboxOf(PEOPLE)}.>`],
});

const list = (subjects: readonly string[]): string => `[\n${subjects.map((subject) => `            "${subject}"`).join('\n')}\n          ]`;

const userText = ({ name, about, publish, subscribe }: NatsUser): string => `      { # ${about}
        user: "${name}", password: $${passwordVariable(name)}
        permissions: {
          publish: ${list(publish)}
          subscribe: ${list(subscribe)}
        }
      }`;
