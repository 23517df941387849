import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cacheDirectory } from '../set-up/places.mjs';
import { root } from './run.mjs';

const place = (name) => join(cacheDirectory(), 'checked', name);

/** Puts a file of the cache in its place at once: several clones may do so at the same time. */
function put(file, write) {
  const made = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  write(made);
  renameSync(made, file);
}

/**
 * Texts in which a tool has found nothing, on this cache: while they stay the same, it is not asked again. Only for a tool
 * that looks at each alone. `depends` is all else that its answer depends on, such as its version and its configuration;
 * `anew`: nothing counts as looked at.
 */
export class Known {
  static MOST = 10_000;
  #file;
  #salt;
  #sums;

  constructor(name, depends, anew = false) {
    this.#file = place(`${name}.json`);
    this.#salt = JSON.stringify(depends);
    this.#sums = new Set(!anew && existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : []);
  }

  #sum(name, text) {
    return createHash('sha256').update(`${this.#salt}\n${name}\n`).update(text).digest('base64url');
  }

  /** Of texts by their names, those that the tool has still to look at. */
  unknown(texts) {
    return new Map([...texts].filter(([name, text]) => !this.#sums.has(this.#sum(name, text))));
  }

  /** The tool has found nothing in any of these. */
  keep(texts) {
    const sums = [...texts].map(([name, text]) => this.#sum(name, text));
    const all = [...new Set([...sums, ...this.#sums])].slice(0, Known.MOST);
    put(this.#file, (file) => writeFileSync(file, JSON.stringify(all)));
  }
}

/** A file that a tool keeps in the checkout, and that the cache hands on to the next one. */
export class Kept {
  #here;
  #there;

  constructor(path) {
    this.#here = join(root, path);
    this.#there = place(path.replaceAll('/', '-'));
  }

  /** From the cache, where the checkout has none yet. */
  take() {
    if (existsSync(this.#here) || !existsSync(this.#there)) return;
    mkdirSync(dirname(this.#here), { recursive: true });
    copyFileSync(this.#there, this.#here);
  }

  keep() {
    put(this.#there, (file) => copyFileSync(this.#here, file));
  }
}
