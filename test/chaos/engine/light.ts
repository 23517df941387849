// What Pulumi's SDK loads and this program never asks for: it takes half of the time until the program begins.
import { createRequire } from 'node:module';

const sdk = createRequire(require.resolve('@pulumi/pulumi'));

for (const name of ['typescript', '@npmcli/arborist', './automation', './runtime/closure/codePaths']) {
  const filename = sdk.resolve(name);
  const empty = { ...module, id: filename, filename, loaded: true, exports: {} };
  require.cache[filename] = empty as NodeModule;
}
