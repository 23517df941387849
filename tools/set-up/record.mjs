import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from './places.mjs';

/** What was set up and from where (`setup.json`), by dotted keys such as `plugins.command`. */
export function openRecord(cache) {
  const file = join(cache, 'setup.json');
  let content = read(file);
  let saved = JSON.stringify(content);
  return {
    file,
    /** Takes in what another set-up has written since. */
    reload() {
      content = read(file);
      saved = JSON.stringify(content);
    },
    get: (key) => key.split('.').reduce((node, name) => node?.[name], content),
    set(key, value) {
      const names = key.split('.');
      const last = names.pop();
      names.reduce((node, name) => (node[name] ??= {}), content)[last] = value;
    },
    /** Writes it as a whole or not at all, and only when something is new. */
    save() {
      const text = JSON.stringify(content);
      if (text === saved && existsSync(file)) return;
      mkdirSync(cache, { recursive: true });
      writeFileSync(`${file}.new`, `${JSON.stringify(content, undefined, 2)}\n`);
      renameSync(`${file}.new`, file);
      saved = text;
    },
  };
}

function read(file) {
  try {
    return readJson(file);
  } catch {
    return {};
  }
}
