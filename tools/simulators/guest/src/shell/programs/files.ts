import { posix } from 'node:path';

import { UnsupportedSyntaxError } from '../ast.js';
import { globSource } from '../expansion.js';
import type { Program } from '../interpreter.js';
import { parseOptions } from './options.js';

const mkdir: Program = (args, io, shell) => {
  const { flags, operands } = parseOptions(args, 'm');
  for (const path of operands) {
    const target = shell.resolve(path);
    if (!flags.has('p') && shell.host.files.exists(target)) {
      io.stderr.write(`mkdir: cannot create directory '${path}': File exists\n`);
      return 1;
    }
    if (!flags.has('p') && !shell.host.files.isDirectory(posix.dirname(target))) {
      io.stderr.write(`mkdir: cannot create directory '${path}': No such file or directory\n`);
      return 1;
    }
    shell.host.files.mkdir(target);
  }
  return 0;
};

const touch: Program = (args, _io, shell) => {
  for (const path of parseOptions(args).operands) shell.host.files.append(shell.resolve(path), '');
  return 0;
};

const remove: Program = (args, io, shell) => {
  const { flags, operands } = parseOptions(args);
  for (const path of operands) {
    const target = shell.resolve(path);
    if (shell.host.files.exists(target)) shell.host.files.remove(target);
    else if (!flags.has('f')) {
      io.stderr.write(`rm: cannot remove '${path}': No such file or directory\n`);
      return 1;
    }
  }
  return 0;
};

const transfer =
  (move: boolean): Program =>
  (args, io, shell) => {
    const operands = [...parseOptions(args).operands];
    const destination = shell.resolve(operands.pop() ?? '');
    const { files } = shell.host;
    for (const path of operands) {
      const file = files.file(shell.resolve(path));
      if (file === undefined) {
        io.stderr.write(`${move ? 'mv' : 'cp'}: cannot stat '${path}': No such file or directory\n`);
        return 1;
      }
      const target = files.isDirectory(destination) ? posix.join(destination, posix.basename(path)) : destination;
      files.write(target, file.content, { mode: file.mode, owner: file.owner });
      if (move && target !== shell.resolve(path)) files.remove(shell.resolve(path));
    }
    return 0;
  };

const chmod: Program = (args, _io, shell) => {
  const [mode = '', ...paths] = args.filter((arg) => !/^-[A-Z]/.test(arg));
  for (const path of paths) {
    const target = shell.resolve(path);
    const current = shell.host.files.file(target)?.mode ?? 0o644;
    shell.host.files.chmod(target, /^[0-7]+$/.test(mode) ? Number.parseInt(mode, 8) : symbolicMode(mode, current));
  }
  return 0;
};

function symbolicMode(mode: string, current: number): number {
  const match = /^([ugoa]*)([+-])([rwx]+)$/.exec(mode);
  if (match === null) throw new UnsupportedSyntaxError(`chmod ${mode}`);
  const [, who = '', operator, permissions = ''] = match;
  const bits = [...permissions].reduce((sum, permission) => sum | ({ r: 4, w: 2, x: 1 }[permission] ?? 0), 0);
  const shifts = { u: 6, g: 3, o: 0 } as const;
  const mask = (['u', 'g', 'o'] as const).reduce(
    (sum, letter) => (who === '' || who.includes('a') || who.includes(letter) ? sum | (bits << shifts[letter]) : sum),
    0,
  );
  return operator === '+' ? current | mask : current & ~mask;
}

const chown: Program = (args, _io, shell) => {
  const [owner = '', ...paths] = parseOptions(args).operands;
  for (const path of paths) shell.host.files.chown(shell.resolve(path), owner);
  return 0;
};

/** `find PATH… [-name PATTERN] [-type f|d]`, joined by "and". */
const find: Program = (args, io, shell) => {
  const firstTest = args.findIndex((arg) => arg.startsWith('-'));
  const roots = firstTest < 0 ? args : args.slice(0, firstTest);
  const tests = firstTest < 0 ? [] : args.slice(firstTest);
  let type: string | undefined;
  let name: RegExp | undefined;
  for (let index = 0; index < tests.length; index += 2) {
    const value = tests[index + 1] ?? '';
    if (tests[index] === '-type') type = value;
    else if (tests[index] === '-name') name = new RegExp(`^${globSource(value)}$`);
    else throw new UnsupportedSyntaxError(`find ${tests[index] ?? ''}`);
  }
  let status = 0;
  for (const root of roots.length === 0 ? ['.'] : roots) {
    const target = shell.resolve(root);
    if (!shell.host.files.exists(target)) {
      io.stderr.write(`find: '${root}': No such file or directory\n`);
      status = 1;
      continue;
    }
    const found = [
      ...(type === 'd' ? [] : shell.host.files.filesUnder(target)),
      ...(type === 'f' ? [] : shell.host.files.directoriesUnder(target)),
    ];
    for (const path of found) if (name?.test(posix.basename(path)) ?? true) io.stdout.write(`${path}\n`);
  }
  return status;
};

/** Programs that make, change and look for files. */
export const filePrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['mkdir', mkdir],
  ['touch', touch],
  ['rm', remove],
  ['cp', transfer(false)],
  ['mv', transfer(true)],
  ['chmod', chmod],
  ['chown', chown],
  ['find', find],
]);
