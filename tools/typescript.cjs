// How Node reads the sources, wherever they run: transformed one by one as they are loaded. What that comes to is kept by
// the source's checksum, beside the packages that are loaded anyway: whoever can write there can write those.
const { join } = require('node:path');
const cachingTransform = require('caching-transform');
const { addHook } = require('pirates');
const { version } = require('sucrase/package.json');
require('./lazySdk.cjs');

// Fields of a class are left to Node: transformed, they would be set after those whose names begin with #.
const options = { transforms: ['imports', 'typescript'], disableESTransforms: true };
const compile = (code, { filePath }) => require('sucrase').transform(code, { ...options, filePath }).code;

const cached = cachingTransform({
  cacheDir: join(__dirname, '../node_modules/.cache/chronos-rollback'),
  salt: JSON.stringify([version, options]),
  ext: '.js',
  transform: compile,
});

function read(code, filePath) {
  try {
    return cached(code, { filePath });
  } catch {
    // Nothing can be kept on a full disk, or by who may not write there; a source that is none fails once more.
    return compile(code, { filePath });
  }
}

addHook(read, { exts: ['.ts'] });
