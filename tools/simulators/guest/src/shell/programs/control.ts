import { evaluateCondition } from '../condition.js';
import { escapeRegExp } from '../expansion.js';
import type { Program } from '../interpreter.js';

const test: Program = (args, io, shell) =>
  evaluateCondition(
    args.map((text) => ({ text, pattern: escapeRegExp(text) })),
    shell,
    io,
  );

const bracket: Program = (args, io, shell) => {
  if (args.at(-1) === ']') return test(args.slice(0, -1), io, shell);
  io.stderr.write(`${shell.scriptName}: [: missing ]\n`);
  return 2;
};

const set: Program = (args, _io, shell) => {
  for (const [index, arg] of args.entries()) {
    if (arg === '--') {
      shell.positional = args.slice(index + 1);
      return 0;
    }
    const option = /^([-+])([a-z]*)$/.exec(arg);
    if (option?.[2]?.includes('e') === true || (arg === 'errexit' && args[index - 1]?.endsWith('o') === true)) {
      shell.exitOnError = (option?.[1] ?? args[index - 1]?.charAt(0)) === '-';
    }
  }
  return 0;
};

const declare: Program = (args, _io, shell) => {
  for (const arg of args) {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(arg) ?? [];
    if (name !== undefined && value !== undefined) shell.assign(name, value);
  }
  return 0;
};

const changeDirectory: Program = (args, io, shell) => {
  const target = shell.resolve(args[0] ?? '/root');
  if (!shell.host.files.isDirectory(target)) {
    io.stderr.write(`${shell.scriptName}: cd: ${target}: No such file or directory\n`);
    return 1;
  }
  shell.directory = target;
  return 0;
};

const source: Program = (args, io, shell) => shell.run(shell.host.files.read(shell.resolve(args[0] ?? '')), io);

const interpreter =
  (dialect: 'sh' | 'bash'): Program =>
  (args, io, shell) => {
    const rest = [...args];
    while (rest[0]?.startsWith('-') === true && rest[0] !== '-c') rest.shift();
    if (rest[0] === '-c') return shell.run(rest[1] ?? '', io);
    const [path, ...parameters] = rest;
    return path === undefined ? shell.run(io.stdin, io) : shell.execute(shell.resolve(path), parameters, io, dialect);
  };

/** The shell's own commands and those that only steer it. */
export const controlPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['test', test],
  ['[', bracket],
  ['true', () => 0],
  [':', () => 0],
  ['false', () => 1],
  ['set', set],
  ['export', declare],
  ['local', declare],
  ['readonly', declare],
  [
    'unset',
    (args, _io, shell) => (
      args.forEach((name) => {
        shell.unset(name);
      }),
      0
    ),
  ],
  ['cd', changeDirectory],
  ['pwd', (_args, io, shell) => (io.stdout.write(`${shell.directory}\n`), 0)],
  ['exit', (args, _io, shell) => shell.exit(Number(args[0] ?? shell.parameter('?') ?? 0))],
  ['.', source],
  ['source', source],
  ['sh', interpreter('sh')],
  ['bash', interpreter('bash')],
]);
