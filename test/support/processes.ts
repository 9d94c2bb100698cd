import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What Linux tells of processes; elsewhere these tests have nothing to look at. */
export const canSeeProcesses = existsSync('/proc/self/status');

type Seen = { pid: number; parent: number; nice: number; memoryMb: number };

function look(pid: number): Seen | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const number = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    if (/^State:\s+Z/m.test(status)) return null;
    return {
      pid,
      parent: number('PPid'),
      memoryMb: number('VmRSS') / 1024,
      nice: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]),
    };
  } catch {
    return null;
  }
}

export const isAlive = (pid: number): boolean => look(pid) !== null;

export const childrenOf = (pid: number): Seen[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => look(Number(name)) ?? [])
    .filter(({ parent }) => parent === pid);

/** Memory of a process and its children, in MB. */
export const memoryOf = (pid: number): number =>
  [look(pid), ...childrenOf(pid)].reduce((sum, each) => sum + (each?.memoryMb ?? 0), 0);
