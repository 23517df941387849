import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { homeOf } from './home';

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** A backend without what could be a secret in it. */
export const withoutSecrets = (url: string): string => url.replace(/\/\/[^/]*@/, '//').replace(/[?#].*$/, '');

/** Where Pulumi keeps the stack: the environment's word, else the login; without what could be a secret in it. */
function backend(): string {
  const home = process.env['PULUMI_HOME'] ?? join(homeOf(process.env), '.pulumi');
  const login = /"current":\s*"([^"]*)"/.exec(textOf(join(home, 'credentials.json')))?.[1];
  const url = process.env['PULUMI_BACKEND_URL'] || login || 'pulumi';
  return withoutSecrets(url);
}

/**
 * Who holds the lease while this stack works: this machine, the backend and the stack, the same whenever
 * it is typed again. On one line, without spaces inside a part.
 */
export function holderOf(stack: string): string {
  const machine = textOf('/etc/machine-id').trim().slice(0, 12) || hostname();
  return [machine, backend(), stack].map((part) => part.replaceAll(/\s/g, '_')).join(' ');
}
