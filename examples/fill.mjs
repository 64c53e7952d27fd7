#!/usr/bin/env node
// Fills in what the example repository leaves open, as `npm run demo` does: node examples/fill.mjs FROM TO
// Includes first (`# include NAME`: examples/addons/NAME at that indentation), then every placeholder from the environment.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ADDONS = fileURLToPath(new URL('addons/', import.meta.url));
const missing = new Set();

const include = (_line, indent, name) =>
  readFileSync(join(ADDONS, name), 'utf8').trimEnd().split('\n').map((line) => (line === '' ? '' : `${indent}${line}`)).join('\n');

/** The cloud provider looks its login up under the host alone. */
const environment = { VSPHERE_HOST: process.env.VSPHERE_SERVER?.split(':')[0], ...process.env };

function valueOf(_whole, name) {
  const value = environment[name];
  if (!value) missing.add(name === 'VSPHERE_HOST' ? 'VSPHERE_SERVER' : name);
  return value ?? '';
}

const fill = (text) => text
  .replace(/^([ \t]*)# include ([A-Za-z0-9_.-]+)$/gm, include)
  .replace(/\$\{([A-Z_]+)\}/g, valueOf);

function main([from, to]) {
  if (from === undefined || to === undefined) return 'Usage: node examples/fill.mjs FROM TO';
  if (existsSync(to) && readdirSync(to).some((name) => name !== '.git')) return `${to} is not empty`;
  const files = readdirSync(from, { recursive: true }).map(String).filter((path) => /\.ya?ml$/.test(path));
  const filled = files.map((path) => [path, fill(readFileSync(join(from, path), 'utf8'))]);
  if (missing.size > 0) return `These have no value in the environment: ${[...missing].sort().join(', ')}`;
  for (const [path, text] of filled) {
    mkdirSync(join(to, path, '..'), { recursive: true });
    writeFileSync(join(to, path), text, { mode: 0o600 });
  }
  process.stdout.write(`${String(filled.length)} files in ${to}\n`);
  return undefined;
}

const problem = main(process.argv.slice(2));
if (problem !== undefined) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
