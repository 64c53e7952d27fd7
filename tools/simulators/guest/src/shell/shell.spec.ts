import { describe, expect, it } from '@jest/globals';

import { GuestFileSystem } from '../system/file-system.js';
import { Shell, type Program } from './interpreter.js';
import { basicPrograms } from './programs/index.js';
import { collector } from './streams.js';

interface Outcome {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
  readonly skipped: readonly string[];
  readonly files: GuestFileSystem;
}

async function play(script: string, prepare?: (files: GuestFileSystem) => void, dialect: 'sh' | 'bash' = 'sh'): Promise<Outcome> {
  const files = new GuestFileSystem();
  prepare?.(files);
  const skipped: string[] = [];
  const kubeadm: Program = (_args, io) => (io.stdout.write('v1.33.1\n'), 0);
  const programs = new Map([...basicPrograms, ['kubeadm', kubeadm] as const]);
  const shell = new Shell({ files, programs, signal: new AbortController().signal, skipped: (command) => skipped.push(command) }, dialect);
  const stdout = collector();
  const stderr = collector();
  const status = await shell.run(script, { stdin: '', stdout, stderr });
  return { status, output: stdout.text(), errors: stderr.text(), skipped, files };
}

describe('the shell of a guest', () => {
  it.each([
    ['joins words and drops comments', 'echo a  "b  c" # no more', 'a b  c\n'],
    ['keeps quotes inside quotes', 'echo \'it "is"\' "it\'s"', 'it "is" it\'s\n'],
    ['runs and-or lists from left to right', 'false || echo one && echo two', 'one\ntwo\n'],
    ['expands parameters with a fallback', 'A=x; echo "${A:-none} ${B:-none} ${A:+set}"', 'x none set\n'],
    ['trims patterns', 'F=/etc/a/b.tar.gz; echo "${F##*/} ${F%.gz} ${F%%.*}"', 'b.tar.gz /etc/a/b.tar /etc/a/b\n'],
    ['pipes', "echo v1.33.1 | cut -d '.' -f 2", '33\n'],
    ['captures output', 'M="$(kubeadm version -o short | cut -d . -f 2)"; echo "minor $M"', 'minor 33\n'],
    ['splits what an unquoted expansion gives', 'L="a  b c"; for x in $L; do echo "[$x]"; done', '[a]\n[b]\n[c]\n'],
    ['loops until a condition holds', 'x=a; until [ "$x" = aaa ]; do x="a$x"; done; echo $x', 'aaa\n'],
    ['calls functions with their own parameters', 'f() {\n  echo "$2-$1"\n}\nf a b', 'b-a\n'],
    ['goes on after line continuations', 'echo a \\\n  b', 'a b\n'],
    ['reads here-documents', 'X=1\ncat <<EOF\nv=$X\nEOF\necho end', 'v=1\nend\n'],
    ['leaves quoted here-documents alone', "cat <<'EOF'\nv=$X\nEOF", 'v=$X\n'],
    ['ends at exit', 'echo a; exit 3; echo b', 'a\n'],
    ['forgets a subshell', 'x=1; (x=2; exit 5); echo "$x $?"', '1 5\n'],
  ])('%s', async (_name, script, output) => {
    expect(await play(script)).toMatchObject({ output, errors: '' });
  });

  it('stops at the first failure under set -e, but not in conditions', async () => {
    const { status, output } = await play('set -e\nif false; then echo no; fi\nfalse || echo handled\nfalse\necho never');
    expect({ status, output }).toEqual({ status: 1, output: 'handled\n' });
  });

  it('writes and appends to files', async () => {
    const { files } = await play('mkdir -p /etc/x; echo one >/etc/x/f; echo two >> /etc/x/f; echo gone >/dev/null');
    expect(files.read('/etc/x/f')).toBe('one\ntwo\n');
  });

  it('refuses to write into a directory that does not exist', async () => {
    expect(await play('echo x > /no/such/file && echo yes')).toMatchObject({
      status: 1,
      output: '',
      errors: expect.stringContaining('No such file or directory'),
    });
  });

  it('edits files in place', async () => {
    const { files } = await play("sed -i 's#path: /a/b#path: /c/d#' \\\n  /etc/f", (disk) => {
      disk.write('/etc/f', 'x\npath: /a/b\n');
    });
    expect(files.read('/etc/f')).toBe('x\npath: /c/d\n');
  });

  it('runs the scripts of a folder in order, each by its own interpreter', async () => {
    const { output, errors } = await play(
      'for script in $(find /etc/d/ -name \'*.sh\' -type f | sort); do echo "Running script $script"; "$script"; done',
      (disk) => {
        disk.write('/etc/d/20-b.sh', '#!/bin/bash\n[[ "b" == b* ]] && echo b', { mode: 0o700, parents: true });
        disk.write(
          '/etc/d/10-a.sh',
          '#!/bin/bash\nset -e\nif [[ -f /etc/d/20-b.sh ]] && grep -q -e "echo b" /etc/d/20-b.sh; then echo a; fi',
          { mode: 0o700 },
        );
        disk.write('/etc/d/30-c.sh', 'echo c', { mode: 0o600 });
      },
    );
    expect(output).toBe('Running script /etc/d/10-a.sh\na\nRunning script /etc/d/20-b.sh\nb\nRunning script /etc/d/30-c.sh\n');
    expect(errors).toContain('Permission denied');
  });

  it('skips commands that it does not know, and says so', async () => {
    expect(await play('systemctl restart sshd && echo after; sleep 600 & echo now')).toMatchObject({
      output: 'after\nnow\n',
      skipped: ['systemctl restart sshd', 'sleep 600'],
    });
  });

  it('has no double brackets in plain sh', async () => {
    expect(await play('[[ a == a ]] && echo yes')).toMatchObject({ output: '', errors: expect.stringContaining('not found') });
  });

  it.each(['if true; then echo x', 'echo "open', 'done', 'a && ; b', 'for 1x in; do :'])(
    'refuses what is no script: %s',
    async (script) => {
      expect(await play(script)).toMatchObject({ status: 2, output: '' });
    },
  );
});
