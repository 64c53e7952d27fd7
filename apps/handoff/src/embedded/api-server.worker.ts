import { parentPort, workerData } from 'node:worker_threads';
import { customResourceDefinitions } from '@handoff/api';
import { startKubeApiServer } from '@handoff/simulator-kube-apiserver';
import { ServerSettings } from './server-settings.js';

// The whole of the thread that serves the embedded API: it ends with its parent's `terminate`, and keeps nothing.
const { url } = await startKubeApiServer({ ...ServerSettings.parse(workerData), crds: customResourceDefinitions() });
parentPort?.postMessage(url);
