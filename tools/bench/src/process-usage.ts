import { readFile, writeFile } from 'node:fs/promises';

/** What a process has used, as Linux accounts for it. */
export interface Usage {
  /** User and system time since it started, in seconds. */
  readonly cpuSeconds: number;
  /** The most memory that it ever held, in MiB, since `forgetPeak`. */
  readonly peakMiB: number;
}

/** Ticks a second of /proc/PID/stat: a constant of the interface on every Linux that Node runs on. */
const TICKS = 100;
/** Writing this to /proc/PID/clear_refs sets VmHWM back (proc(5)). */
const RESET_PEAK = '5';

export async function usageOf(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all([readFile(`/proc/${String(pid)}/stat`, 'utf8'), readFile(`/proc/${String(pid)}/status`, 'utf8')]);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold spaces
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS,
    peakMiB: Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024,
  };
}

/** From now on the peak is counted anew. Not everybody may: then the peak is the one since the start. */
export const forgetPeak = (pid: number): Promise<void> => writeFile(`/proc/${String(pid)}/clear_refs`, RESET_PEAK).catch(() => undefined);
