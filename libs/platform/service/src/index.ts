export type { ServiceContext, ServiceDefinition, ServiceParts, Surroundings } from './definition.js';
export { EnvironmentError, readEnvironment } from './environment.js';
export { pinoLogger } from './logger.pino.js';
export { serviceMain } from './main.js';
export { openTelemetry } from './telemetry.js';
export type { OpenedTelemetry } from './telemetry.js';
export { ServiceModule, startService } from './nest.js';
export type { RunningService } from './nest.js';
