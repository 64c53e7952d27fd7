import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, wherever the command was typed. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export const inRoot = (...parts) => join(ROOT, ...parts);

/** The launcher's notes: ignored by Git, and outside node_modules because an install empties that. */
export const STATE = inRoot('.handoff', 'launch');
