import { existsSync } from 'node:fs';
import { build, checkTypes, ensureBuilt } from './build.mjs';
import { LaunchError } from './errors.mjs';
import { ensureInstalled } from './install.mjs';
import { projectNode } from './node.mjs';
import { inRoot } from './paths.mjs';
import { run, runAside } from './processes.mjs';

const CLI = inRoot('apps', 'handoff', 'dist', 'main.js');
const JEST = inRoot('node_modules', 'jest', 'bin', 'jest.js');
const REAL_PARTS = inRoot('tools', 'real-parts', 'dist', 'main.js');
const BENCH = inRoot('tools', 'bench', 'dist', 'main.js');
const ESLINT = inRoot('node_modules', 'eslint', 'bin', 'eslint.js');

async function handoff(args) {
  await ensureInstalled();
  await ensureBuilt();
  if (!existsSync(CLI)) throw new LaunchError('apps/handoff/src/main.ts is missing, so there is nothing to start.');
  return run(projectNode(), [CLI, ...args]);
}

/** Tests read the sources, so nothing is built; Jest's modules are ESM, which Node still calls experimental. */
async function test(args) {
  await ensureInstalled();
  return run(projectNode(), ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', JEST, ...args]);
}

async function realParts(args, runIt = run) {
  await ensureInstalled();
  await ensureBuilt();
  return runIt(projectNode(), [REAL_PARTS, ...args]);
}

/** The suites that need real parts, each in a process of its own where it says so: hence built, and one after the other. */
async function testReal(args) {
  const installed = await realParts(['install'], runAside);
  if (installed !== 0 && process.env.REQUIRE_PARTS === 'true') return installed;
  return test(['--config', inRoot('jest.real.config.js'), ...args]);
}

const BENCH_PARTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl', 'vcsim', 'nats-server', 'redis-server'];

/** A question for help, or one that is put wrongly, needs no parts: the first installation takes a quarter of an hour. */
async function bench(args) {
  await ensureInstalled();
  await ensureBuilt();
  if (args[0] === 'cluster' && !args.includes('--help')) {
    const installed = await realParts(['install', ...BENCH_PARTS], runAside);
    if (installed !== 0) return installed;
  }
  return run(projectNode(), [BENCH, ...args]);
}

/** Types and style at the same time, one core each; what the compiler says comes after the linter's lines. */
async function lint(args) {
  await ensureInstalled();
  const paths = args.some((arg) => !arg.startsWith('-')) ? [] : ['.'];
  const [types, style] = await Promise.all([checkTypes(), run(projectNode(), [ESLINT, '--max-warnings=0', ...args, ...paths])]);
  process.stdout.write(types.output);
  return types.exitCode || style;
}

/** What `npm run` can be asked for: each takes the arguments that follow it and resolves to an exit code. */
export const verbs = {
  demo: (args) => handoff(['demo', ...args]),
  handoff,
  test,
  'test:real': testReal,
  'real-parts': realParts,
  bench,
  lint,
  build: async (args) => {
    await ensureInstalled();
    return build(args);
  },
};
