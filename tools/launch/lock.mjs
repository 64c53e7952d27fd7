import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { STATE } from './paths.mjs';
import { say } from './say.mjs';

const LOCK = join(STATE, 'lock');
const BEAT_MS = 1000;
const POLL_MS = 200;

/** A holder that leaves its lock untouched for so long was killed. Judged by watching: containers share neither clocks nor process ids. */
const SILENCE_MS = 8000;

const mine = `${process.pid}-${Math.random().toString(36).slice(2)}`;

function take() {
  try {
    writeFileSync(LOCK, mine, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

/** What would change if the holder were alive; undefined when there is none. */
function look() {
  try {
    return `${readFileSync(LOCK, 'utf8')} ${statSync(LOCK).mtimeMs}`;
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

const release = () => {
  if (look()?.startsWith(`${mine} `)) rmSync(LOCK, { force: true });
};

async function acquire() {
  const started = performance.now();
  let [seen, since, told] = [look(), started, false];
  while (!take()) {
    if (!told && performance.now() - started > BEAT_MS) {
      say('waiting for another command that is preparing this checkout ...');
      told = true;
    }
    const now = look();
    if (now !== seen) {
      seen = now;
      since = performance.now();
    } else if (now !== undefined && performance.now() - since > SILENCE_MS) {
      rmSync(LOCK, { force: true });
    }
    await sleep(POLL_MS);
  }
}

function beat() {
  const now = new Date();
  try {
    utimesSync(LOCK, now, now);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error; // somebody cleaned the checkout; the work itself goes on
  }
}

/** Runs `work` while no other launcher of this checkout installs or builds. */
export async function locked(work) {
  mkdirSync(STATE, { recursive: true });
  await acquire();
  const heart = setInterval(beat, BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    release();
  }
}
