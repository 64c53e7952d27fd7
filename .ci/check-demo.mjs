// Judges what `npm run demo -- --output json` printed: check-demo.mjs STEP FILE. Names every broken expectation on stderr.
import { readFileSync } from 'node:fs';

const CLUSTERS = ['production', 'staging'];
const MACHINES = 7; // production 3 + 2, staging 1 + 1
const MOST_SECONDS = 90;

const [step, file] = process.argv.slice(2);

/** The document comes last; npm's banner and the demo's own lines may stand before it. */
function lastDocument(text) {
  const starts = [...text.matchAll(/^\{/gm)].map((match) => match.index);
  for (const start of starts) {
    try {
      return JSON.parse(text.slice(start));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error; // not the beginning of the document: try the next brace
    }
  }
  throw new Error(`no JSON document at the end of:\n${text}`);
}

const report = lastDocument(readFileSync(file, 'utf8'));
const clusters = new Map(report.clusters.map((cluster) => [cluster.name, cluster]));

const expectations = [
  [`the clusters are ${CLUSTERS.join(' and ')}`, [...clusters.keys()].sort().join() === CLUSTERS.join()],
  ...CLUSTERS.flatMap((name) => [
    [`${name} is ready`, clusters.get(name)?.ready === true],
    [`${name} is ready within ${MOST_SECONDS} s`, clusters.get(name)?.seconds <= MOST_SECONDS],
    [`${name} has durations of its phases`, Object.keys(clusters.get(name)?.phases ?? {}).length > 0],
  ]),
  ['services handed work to each other', report.handoffs > 0],
  [`there are ${MACHINES} VMs`, report.vms === MACHINES],
  [`there are ${MACHINES} addresses`, report.addresses === MACHINES],
];
// How fast it was depends on the host, so it is told and not judged.
const overhead = clusters.get('production')?.overheadSeconds;
if (step === 'demo-no-delays') process.stdout.write(`     production's own share ${overhead} s, deletion ${report.deletionSeconds} s\n`);

const broken = expectations.filter(([, holds]) => !holds).map(([what]) => what);
for (const what of broken) process.stderr.write(`not so: ${what}\n`);
process.exitCode = broken.length === 0 ? 0 : 1;
