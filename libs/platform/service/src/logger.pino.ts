import { pino } from 'pino';
import type { DestinationStream, LevelWithSilent } from 'pino';
import type { Logger } from '@handoff/reconcile';

/** Field names that never reach a log, whoever passes them. */
const SECRET_FIELDS = ['password', 'token', 'key', 'privateKey', 'userdata', 'kubeconfig', 'data', 'stringData'];

/** Structured logs, one JSON object a line. */
export function pinoLogger(options: { level?: LevelWithSilent; destination?: DestinationStream } = {}): Logger {
  const redact = { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: '[redacted]' };
  const settings = { level: options.level ?? 'info', base: null, redact, formatters: { level: (label: string) => ({ level: label }) }, timestamp: pino.stdTimeFunctions.isoTime };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
