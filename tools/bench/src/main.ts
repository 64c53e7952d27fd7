import { parseArgs } from 'node:util';
import { benchCluster } from './cluster-bench.js';
import { figuresOf, reportText } from './report.js';

const USAGE = `bench: what handoff costs, measured on real parts

  cluster                  from the first object posted until every Machine runs
    --clusters N           how many at once (1)
    --control-plane N      control-plane machines of each (3)
    --workers N            workers of each (3)
    --version V            of Kubernetes (v1.33.1)
    --runs N               how often, each on fresh parts (1)
    --vcenter NAME         vcsim, or simulator: this project's own (vcsim)
    --timeout SECONDS      give up after (300)
    --keep FOLDER          keep logs and the audit log there
    --output text|json
`;

const say = (line: string): void => { process.stderr.write(`${line}\n`); };

function options(): ReturnType<typeof parse> | undefined {
  try {
    return parse();
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

const parse = (): { readonly positionals: readonly string[]; readonly values: Values } => parseArgs({
  allowPositionals: true,
  options: {
    'clusters': { type: 'string' }, 'control-plane': { type: 'string' }, 'workers': { type: 'string' }, 'version': { type: 'string' },
    'runs': { type: 'string' }, 'vcenter': { type: 'string' }, 'timeout': { type: 'string' }, 'keep': { type: 'string' }, 'output': { type: 'string' }, 'help': { type: 'boolean' },
  },
});

/** @throws TypeError naming the option */
function whole(values: Values, name: string, fallback: number): number {
  const value = Number(values[name] ?? fallback);
  if (!Number.isInteger(value) || value < 1) throw new TypeError(`--${name} is a whole number from 1 on, not ${String(values[name])}`);
  return value;
}

/** @throws TypeError for a name that is none */
function vcenterOf(name = 'vcsim'): boolean {
  if (name !== 'vcsim' && name !== 'simulator') throw new TypeError(`--vcenter is vcsim or simulator, not ${name}`);
  return name === 'simulator';
}

async function main(): Promise<number> {
  const given = options();
  if (given?.positionals[0] !== 'cluster' || given.values['help'] === true) {
    process.stdout.write(USAGE);
    return given?.values['help'] === true ? 0 : 2;
  }
  const { values } = given;
  const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
  const wanted = {
    clusters: whole(values, 'clusters', 1), controlPlane: whole(values, 'control-plane', 3), workers: whole(values, 'workers', 3),
    version: text('version') ?? 'v1.33.1', timeoutSeconds: whole(values, 'timeout', 300), keep: text('keep'), say,
    simulatedVCenter: vcenterOf(text('vcenter')),
  };
  for (let run = 0; run < whole(values, 'runs', 1); run += 1) {
    const result = await benchCluster(wanted);
    process.stdout.write(text('output') === 'json' ? `${JSON.stringify({ figures: figuresOf(result), ...result })}\n` : `${reportText(result)}\n`);
  }
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
