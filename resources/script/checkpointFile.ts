import { createHash } from 'node:crypto';
import { script } from './hostScript';

/** What the third line of the file begins with: the digest of all lines below it. */
const DIGEST = '# sha256 ';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The lines of the file before what it does: an altered one does nothing. */
const OWN_CHECK = [
  `if [ "$(sed 1,3d "$0" | sha256sum | cut -d ' ' -f 1)" != "$(sed -n '3s/^${DIGEST}//p' "$0")" ]; then`,
  `  echo "error: $0 is not as it was installed; renew it: ./rollback checkpoint --install" >&2`,
  '  exit 1',
  'fi',
];

/** A file that deploy scripts call, and the digest by which it is told from others. */
export interface CheckpointFile {
  readonly text: string;
  /** SHA-256 in hexadecimal digits, of version and configuration both. */
  readonly digest: string;
}

/**
 * `checkpoint` as one file of bash: made of the host scripts, with the configuration in it, so that a deploy script or a
 * CI job can call it where neither Node nor Pulumi is.
 */
export function checkpointFile(values: Readonly<Record<string, string>>, version: string): CheckpointFile {
  const body = [...OWN_CHECK, script('commands/checkpoint', values)].join('\n');
  const digest = sha256(body);
  const head = ['#!/usr/bin/env bash', `# chronos-rollback ${version}, checkpoint`, `${DIGEST}${digest}`];
  return { text: [...head, body].join('\n'), digest };
}
