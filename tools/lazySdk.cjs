// Pulumi's SDK with its compiler, its reader of packages and its automation loaded when something first asks for them. This
// program never does, and they are four fifths of what there is to load until it begins.
const Module = require('node:module');
const { dirname, sep } = require('node:path');

const LATER = new Set(['typescript', '@npmcli/arborist', './automation']);
const sdk = dirname(require.resolve('@pulumi/pulumi/package.json')) + sep;

/** Stands for what a module exports. It says that it is an ES module, so that whoever imports it copies nothing from it. */
const later = (load) =>
  new Proxy(
    {},
    {
      get: (_, name) => (name === '__esModule' ? true : load()[name]),
      has: (_, name) => name in load(),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, name) => {
        const known = Reflect.getOwnPropertyDescriptor(load(), name);
        return known && { ...known, configurable: true };
      },
    },
  );

const load = Module._load;
Module._load = function (request, parent, isMain) {
  const now = () => load.call(Module, request, parent, isMain);
  if (!LATER.has(request) || !parent?.filename?.startsWith(sdk)) return now();
  // Throws where it is not there, as the SDK may count on.
  Module._resolveFilename(request, parent, isMain);
  return later(now);
};
