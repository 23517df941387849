import { spawnSync } from 'node:child_process';
import { posix } from 'node:path';
import { RUN_BASH } from '../script/bashVersion';
import type { OperatorTransport } from './transport';

/** A database's rows may be told table by table. */
const MOST_BYTES = 1024 * 1024 * 1024;

/**
 * This machine, without Pulumi: each script is a process of its own. A terminal's Ctrl-C reaches it, and it is waited
 * for. The error of a script that fails has its own words.
 */
export const processTransport: OperatorTransport = {
  run(script) {
    const { status, stdout, stderr, error } = spawnSync('sh', ['-c', RUN_BASH], {
      input: script,
      env: process.env,
      encoding: 'utf8',
      maxBuffer: MOST_BYTES,
    });
    if (status === 0) return Promise.resolve(stdout);
    // A script that ends before it has read itself to the end breaks the pipe: what it has said counts.
    const words = (stderr || stdout || '').trim();
    return Promise.reject(new Error(words || error?.message || 'no answer'));
  },
  /** A relative one begins in the operator's working directory: the host has the same. */
  hostPath: (typed) => posix.resolve(typed),
};
