import type { ContainerRuntimeClient, GenericContainer } from 'testcontainers';
import { systemClock } from '@handoff/time';
import { PartFailed, PartUnavailable } from './errors.js';
import { note } from './ledger.js';
import { freePort, LOOPBACK } from './network.js';
import type { PartControl } from './part-process.js';

/** What testcontainers starts in place of what we build, by the name of its command. */
const CONTAINED: readonly string[] = ['nats-server', 'redis-server', 'jaeger'];
/** How long a server in a container may take until it serves, and how often it is asked, in milliseconds. */
const PATIENCE_MS = 60_000;
const ASK_MS = 50;
/** How many lines of what it said are told when it does not serve. */
const LAST_LINES = 15;

/** A server that is to run in a container. */
export interface Contained {
  /** The command that it stands in for. */
  readonly name: string;
  readonly image: string;
  /** What its image is told to run; its entry point, if it has one, comes before it. */
  readonly command: readonly string[];
  /** The file that configures it: the whole of it. */
  readonly config: { readonly path: string; readonly content: string };
  readonly env?: Readonly<Record<string, string>>;
  /** Where it listens within, on all addresses. */
  readonly ports: readonly number[];
  /** Whether it serves, asked from here, by what it listens on within. */
  readonly ready: (portOf: PortOf) => Promise<boolean>;
}

/** The port of loopback that leads to a port within. */
export type PortOf = (within: number) => number;

/** A server that serves. */
export interface RunningContainer {
  readonly portOf: PortOf;
  readonly control: PartControl;
}

type Container = ReturnType<ContainerRuntimeClient['container']['getById']>;

/** True where `TEST_PARTS=containers` asks for what testcontainers starts in place of what we build. */
export const inContainers = (): boolean => process.env['TEST_PARTS'] === 'containers';

/** True where that command is to run in a container. */
export const isContained = (command: string): boolean => inContainers() && CONTAINED.includes(command);

/**
 * Starts it on fixed ports of loopback, so that it comes back at the same address. testcontainers' reaper ends it with us, unless
 * TESTCONTAINERS_RYUK_DISABLED says that there is none.
 * @throws PartUnavailable without an engine or image, PartFailed
 */
export async function startContainer(contained: Contained): Promise<RunningContainer> {
  const { name, image, ports } = contained;
  const engine = await engineFor(name);
  const published = new Map<number, number>();
  for (const port of ports) published.set(port, await freePort());
  const portOf: PortOf = (within) => published.get(within) ?? missing(name, within);
  let control: PartContainer | undefined;
  const description = await described(contained, published, (id) => {
    control = new PartContainer(engine.container.getById(id), contained, portOf);
  });
  await description.start().catch(async (cause: unknown) => {
    await control?.failIfEnded();
    await control?.stop();
    throw unavailable(name, `${image} does not start`, cause);
  });
  if (control === undefined) throw unavailable(name, `${image} was not made`, undefined);
  await control.untilServing();
  note({ command: name, was: `container ${image}`, version: image.split(':').at(-1) ?? 'unknown' });
  return { portOf, control };
}

/** A container of ours, as `PartProcess` is a process of ours. It has no process id of this machine and no log file. */
class PartContainer implements PartControl {
  readonly logPath = '';
  readonly pid = undefined;

  constructor(
    private readonly container: Container, private readonly contained: Contained, private readonly portOf: PortOf,
  ) {}

  get name(): string {
    return this.contained.name;
  }

  async start(): Promise<void> {
    await this.container.start();
    await this.untilServing();
  }

  async kill(): Promise<void> {
    await this.container.kill({ signal: 'SIGKILL' });
    await this.container.wait();
  }

  async pause(): Promise<void> {
    await this.container.kill({ signal: 'SIGSTOP' });
  }

  async resume(): Promise<void> {
    await this.container.kill({ signal: 'SIGCONT' });
  }

  async stop(): Promise<void> {
    await this.container.remove({ force: true, v: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Waits for it as for a process; one that does not serve is removed. @throws PartFailed with the end of what it said */
  async untilServing(): Promise<void> {
    const until = systemClock.now() + PATIENCE_MS;
    const ended = new AbortController();
    const end = (): void => { ended.abort(); };
    this.container.wait().then(end, end); // keeps us alive too, which a timer does not
    while (!(await this.contained.ready(this.portOf).catch(() => false))) {
      if (systemClock.now() > until) throw await this.#failed('did not get ready');
      await systemClock.sleep(ASK_MS, ended.signal).catch(async () => { throw await this.#failed('ended'); });
    }
  }

  /** @throws PartFailed when it has ended by itself */
  async failIfEnded(): Promise<void> {
    const { State: state } = await this.container.inspect();
    if (state.Status === 'exited') throw await this.#failed('ended');
  }

  async #failed(how: string): Promise<PartFailed> {
    const log = await this.container.logs({ stdout: true, stderr: true, tail: LAST_LINES });
    await this.stop();
    return new PartFailed(`${this.name} in a container of ${this.contained.image} ${how}; it said last:\n${textOf(log)}`);
  }
}

/** An engine sends what was said in frames: one byte for the stream, three of nothing, four for the length, and so many of text. */
function textOf(log: Buffer): string {
  const said: string[] = [];
  for (let at = 0; at + 8 <= log.length;) {
    const end = at + 8 + log.readUInt32BE(at + 4);
    said.push(log.toString('utf8', at + 8, end));
    at = end;
  }
  return said.join('').trim();
}

/** The engine, which testcontainers looks for as Docker's own command does. It is heavy, and only wanted here. */
async function engineFor(name: string): Promise<ContainerRuntimeClient> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  return getContainerRuntimeClient().catch((cause: unknown) => { throw unavailable(name, 'no container engine answers', cause); });
}

/** @param made is told its id before it is started */
async function described(
  { image, command, config, env = {} }: Contained, published: ReadonlyMap<number, number>, made: (id: string) => void,
): Promise<GenericContainer> {
  const { GenericContainer: Container, StartupCheckStrategy } = await import('testcontainers');
  /** testcontainers publishes on all addresses of the machine, and a server for a test is nobody else's business. */
  class OnLoopback extends Container {
    protected override beforeContainerCreated(): Promise<void> {
      const at = (port: number): unknown => [{ HostIp: LOOPBACK, HostPort: String(port) }];
      const bindings = [...published].map(([within, port]) => [`${String(within)}/tcp`, at(port)]);
      this.hostConfig.PortBindings = Object.fromEntries(bindings) as Record<string, unknown>;
      return Promise.resolve();
    }

    protected override containerCreated(id: string): Promise<void> {
      made(id);
      return Promise.resolve();
    }
  }
  /** We ask from outside, on a restart too: asking inside for open ports would need a shell there. */
  class AskedFromOutside extends StartupCheckStrategy {
    override checkStartupState(): Promise<'SUCCESS'> {
      return Promise.resolve('SUCCESS');
    }
  }
  return new OnLoopback(image).withCommand([...command]).withEnvironment({ ...env })
    .withCopyContentToContainer([{ content: config.content, target: config.path }])
    .withExposedPorts(...[...published].map(([container, host]) => ({ container, host })))
    .withWaitStrategy(new AskedFromOutside()).withStartupTimeout(PATIENCE_MS);
}

function missing(name: string, within: number): never {
  throw new TypeError(`${name} was not told to listen on ${String(within)}`);
}

const unavailable = (name: string, what: string, cause: unknown): PartUnavailable => new PartUnavailable(
  name, `TEST_PARTS=containers: ${what}: ${cause instanceof Error ? cause.message : String(cause)}. Without TEST_PARTS it is a process of this machine.`, { cause },
);
