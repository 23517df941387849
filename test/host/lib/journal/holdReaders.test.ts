import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFacts } from '../../../../machines/detect/observe/parseFacts';
import { Site } from '../../../support/host/host';

let site: Site;
beforeEach(() => (site = new Site()));
afterEach(() => site.remove());

const readers = async (values = {}) =>
  parseFacts(await site.facts('detect', values), { attempts: [] }).holdReaders;

test('scripts read holds that ask for a release or look into their directory, and words about it do not', async () => {
  site.release('v1', {
    'ops/deploy.sh': '#!/bin/sh\n"$state/checkpoint" ask "$1" || exit 3\n',
    'ops/ci.yml': 'script:\n  - /var/lib/chronos-rollback/shop/checkpoint before "$SHA"\n',
    Makefile: 'deploy:\n\ttest -z "$$(ls /var/lib/chronos-rollback/shop/holds)"\n',
    'bin/other.sh': '# checkpoint ask is for others\ntrain --checkpoint before.pt\n',
    'holds.sh': 'for file in holdsome; do :; done\n',
    'README.md': 'Call checkpoint ask first.\n',
  });
  expect(await readers()).toEqual(['Makefile', 'ops/ci.yml', 'ops/deploy.sh']);
});

test('so does the configured deploy script that git does not know, and nobody where none is', async () => {
  site.release('v1', { 'a file': 'one\n' });
  expect(await readers()).toEqual([]);
  writeFileSync(join(site.directory, 'up'), '"$state"/checkpoint ask HEAD\n');
  expect(await readers({ DEPLOY_SCRIPT: 'up' })).toEqual(['up']);
});
