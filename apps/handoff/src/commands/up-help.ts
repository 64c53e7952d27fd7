import { NATS_VARIABLES } from '@handoff/bus';

const variables: Readonly<Record<string, string>> = {
  ...NATS_VARIABLES,
  REDIS_URL: 'what replicas share, over Redis: redis[s]://[user][:password]@host[:port][/db]',
  VSPHERE_SERVER: 'a vCenter that is there: none is simulated, as with --no-vcenter',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'where traces go, by OTLP over HTTP',
};

const WIDTH = Math.max(...Object.keys(variables).map((name) => name.length));

/** What `up --help` says after its options. */
export const UP_HELP = `
Environment:
${Object.entries(variables).map(([name, says]) => `  ${name.padEnd(WIDTH)}  ${says}`).join('\n')}

With --kubeconfig the CRDs are applied to that cluster. No Lease is taken: do not run it beside services that are installed
there, nor beside another \`up\` on it, or two would do the same work at the same time.

Exit code 0 stopped by Ctrl-C, 1 it could not start (another \`up\` runs from the folder of --state, the API server does not answer),
2 wrong usage.`;
