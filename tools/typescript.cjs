// How Node reads the sources, wherever they run: transformed one by one as they are loaded, and kept nowhere.
const { addHook } = require('pirates');
const { transform } = require('sucrase');

// Fields of a class are left to Node: transformed, they would be set after those whose names begin with #.
const options = { transforms: ['imports', 'typescript'], disableESTransforms: true };
addHook((code, filePath) => transform(code, { ...options, filePath }).code, { exts: ['.ts'] });
