import type { Program } from '../interpreter.js';
import { controlPrograms } from './control.js';
import { filePrograms } from './files.js';
import { sedPrograms } from './sed.js';
import { textPrograms } from './text.js';

/** The programs that every guest has; a machine adds its own (hostnamectl, kubeadm). */
export const basicPrograms: ReadonlyMap<string, Program> = new Map([...controlPrograms, ...textPrograms, ...sedPrograms, ...filePrograms]);
