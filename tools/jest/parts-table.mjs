import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const LEDGER = 'HANDOFF_PARTS_LEDGER';

/** A Jest reporter: after a run, which parts were real, which of them in a container and of which image, and their versions. */
export default class PartsTable {
  onRunStart() {
    this.folder = mkdtempSync(join(tmpdir(), 'handoff-ledger-'));
    process.env[LEDGER] = join(this.folder, 'parts');
  }

  onRunComplete(_contexts, { testResults }) {
    const ledger = process.env[LEDGER];
    const lines = existsSync(ledger) ? readFileSync(ledger, 'utf8').trim().split('\n') : [];
    rmSync(this.folder, { recursive: true, force: true });
    const parts = new Map(lines.map((line) => JSON.parse(line)).map((part) => [`${part.command} ${part.was}`, part]));
    const skipped = testResults.flatMap(({ testResults: tests }) => tests).filter(({ status }) => status === 'pending').map(({ fullName }) => fullName);
    const sorted = [...parts.values()].sort((a, b) => a.command.localeCompare(b.command));
    const rows = sorted.map(({ command, was, version }) => [command, was, version]);
    process.stderr.write(`\n${table([['part', 'was', 'version'], ...rows])}\n`);
    for (const name of skipped) process.stderr.write(`skipped: ${name}\n`);
  }
}

/** Columns as wide as their widest cell. */
function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()).join('\n');
}
