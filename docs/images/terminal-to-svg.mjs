#!/usr/bin/env node
// Makes a picture of a terminal: plays what a program wrote to one (as `script` records it) on a small screen, and draws that as SVG.
//   node terminal-to-svg.mjs CAPTURE [--columns 120] [--rows 40] [--at 0..1 | --frame TEXT] [--text] > picture.svg
// `--at` stops after that part of the frames, `--frame` after the last one that draws TEXT anew; `--text` prints the screen as text.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { columns: { type: 'string', default: '120' }, rows: { type: 'string', default: '40' }, at: { type: 'string', default: '1' }, frame: { type: 'string' }, text: { type: 'boolean', default: false } },
});
const COLUMNS = Number(values.columns);
const ROWS = Number(values.rows);
const PALETTE = { 31: '#f47067', 32: '#57ab5a', 33: '#daaa3f', 34: '#539bf5', 35: '#b083f0', 36: '#39c5cf', 37: '#adbac7', 90: '#768390' };
const INK = '#d1d7e0';
const PAPER = '#1c2128';

/** The part of a VT100 that log-update and picocolors use. */
class Screen {
  lines = [[]];
  row = 0;
  column = 0;
  style = { color: INK, bold: false, dim: false };

  write(text) {
    for (const [token] of text.matchAll(/\u001b\[[?0-9;]*[A-Za-z]|\u001b[()][A-Z0-9]|[\s\S]/gu)) this.token(token);
  }

  token(token) {
    if (token.startsWith('\u001b[')) this.control(token.slice(2, -1), token.at(-1));
    else if (token === '\n') this.move(this.row + 1, this.column);
    else if (token === '\r') this.column = 0;
    else if (token >= ' ' && !token.startsWith('\u001b')) this.put(token);
  }

  put(character) {
    if (this.column >= COLUMNS) this.move(this.row + 1, 0);
    this.lines[this.row][this.column] = { character, ...this.style };
    this.column += 1;
  }

  control(parameters, letter) {
    const count = Number(parameters.split(';')[0]) || 1;
    if (letter === 'A') this.move(Math.max(0, this.row - count), this.column);
    else if (letter === 'B') this.move(this.row + count, this.column);
    else if (letter === 'C') this.column += count;
    else if (letter === 'D') this.column = Math.max(0, this.column - count);
    else if (letter === 'G') this.column = count - 1;
    else if (letter === 'K') this.eraseLine(parameters);
    else if (letter === 'J') this.eraseBelow();
    else if (letter === 'm') for (const code of parameters.split(';')) this.paint(Number(code));
  }

  move(row, column) {
    while (this.lines.length <= row) this.lines.push([]);
    this.row = row;
    this.column = column;
  }

  eraseLine(parameters) {
    if (parameters === '2') this.lines[this.row] = [];
    else this.lines[this.row].length = Math.min(this.lines[this.row].length, this.column);
  }

  eraseBelow() {
    this.eraseLine('0');
    this.lines.length = this.row + 1;
  }

  paint(code) {
    if (code === 0) this.style = { color: INK, bold: false, dim: false };
    else if (code === 1) this.style = { ...this.style, bold: true };
    else if (code === 2) this.style = { ...this.style, dim: true };
    else if (code === 22) this.style = { ...this.style, bold: false, dim: false };
    else if (code === 39) this.style = { ...this.style, color: INK };
    else if (PALETTE[code] !== undefined) this.style = { ...this.style, color: PALETTE[code] };
  }

  get visible() {
    return this.lines.slice(-ROWS).map((line) => Array.from({ length: line.length }, (_, index) => line[index] ?? { character: ' ', color: INK, bold: false, dim: false }));
  }

  get text() {
    return this.visible.map((line) => line.map(({ character }) => character).join('').trimEnd()).join('\n');
  }
}

function svg(screen) {
  const lines = screen.slice(screen.findIndex((line) => line.length > 0), screen.findLastIndex((line) => line.length > 0) + 1);
  const [width, height, margin] = [8.43, 18, 14];
  const escape = (text) => text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]);
  const rows = lines.map((line, row) => {
    const runs = [];
    line.forEach((cell, column) => {
      const last = runs.at(-1);
      if (last !== undefined && last.color === cell.color && last.bold === cell.bold && last.dim === cell.dim) last.text += cell.character;
      else runs.push({ ...cell, column, text: cell.character });
    });
    return runs.filter(({ text }) => text.trim() !== '').map(({ text, column, color, bold, dim }) =>
      `<text x="${(margin + column * width).toFixed(1)}" y="${margin + 13 + row * height}" textLength="${(text.length * width).toFixed(1)}" fill="${color}"${bold ? ' font-weight="700"' : ''}${dim ? ' opacity="0.6"' : ''}>${escape(text)}</text>`).join('\n');
  });
  const columns = Math.max(...lines.map((line) => line.length));
  const [w, h] = [Math.ceil(columns * width + 2 * margin), lines.length * height + 2 * margin];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">
<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>
${rows.filter((row) => row !== '').join('\n')}
</svg>
`;
}

const capture = readFileSync(positionals[0], 'utf8').replace(/^Script started.*\n/, '').replace(/\n?Script done.*\n?$/, '');
const frames = capture.split(/(?=\u001b\[\?2026h)/); // log-update draws each picture as one synchronized update
const last = values.frame === undefined
  ? Math.round(frames.length * Number(values.at)) : frames.findLastIndex((frame) => frame.includes(values.frame)) + 1;
const screen = new Screen();
screen.write(frames.slice(0, last).join(''));
process.stdout.write(values.text ? `${screen.text}\n` : svg(screen.visible));
