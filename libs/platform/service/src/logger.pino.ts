import { pino } from 'pino';
import type { DestinationStream, LevelWithSilent } from 'pino';
import type { Logger } from '@handoff/reconcile';

/** Field names that never reach a log, whoever passes them. */
const SECRET_FIELDS = ['password', 'token', 'key', 'privateKey', 'certificateKey', 'authorization', 'userdata', 'kubeconfig', 'data', 'stringData'];
/** Where they are looked for: in what is logged and in what that holds, as deep as a list of objects. */
const DEPTHS = ['', '*.', '*.*.', '*.*.*.'];

/** Structured logs, one JSON object a line. */
export function pinoLogger(options: { level?: LevelWithSilent; destination?: DestinationStream } = {}): Logger {
  const redact = { paths: SECRET_FIELDS.flatMap((field) => DEPTHS.map((depth) => `${depth}${field}`)), censor: '[redacted]' };
  const settings = { level: options.level ?? 'info', base: null, redact, formatters: { level: (label: string) => ({ level: label }) }, timestamp: pino.stdTimeFunctions.isoTime };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
