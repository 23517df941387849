import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { archive, fileAsset, type Props } from '../shared/values';
import type { CommandInputs } from './inputs';

/** The files a command leaves behind, as the inputs ask for them. */
export function collectFiles({ dir, assetPaths, archivePaths }: CommandInputs): Props {
  const root = dir ?? process.cwd();
  return {
    ...(assetPaths && { assets: matchingFiles(root, assetPaths) }),
    ...(archivePaths && { archive: archive(matchingFiles(root, archivePaths)) }),
  };
}

/** Files below a directory that the last matching rule does not exclude, by relative path. */
function matchingFiles(root: string, globs: string[]): Props {
  const rules = globs.map((glob) => {
    const excludes = glob.startsWith('!');
    return { excludes, pattern: globPattern(excludes ? glob.slice(1) : glob) };
  });
  const chosen = filesBelow(root).filter((path) => {
    const matching = rules.filter(({ pattern }) => pattern.test(path));
    return matching.length > 0 && !matching.at(-1)?.excludes;
  });
  return Object.fromEntries(
    chosen.map((path) => {
      const full = join(root, path);
      return [path, fileAsset(full, createHash('sha256').update(readFileSync(full)).digest('hex'))];
    }),
  );
}

function filesBelow(root: string, below = ''): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below ? `${below}/${entry.name}` : entry.name;
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

/** `*` stays within a directory, `**` does not; `?`, `[a-z]`, `[!a]`, `{a,b}` and `\` as usual. */
function globPattern(glob: string): RegExp {
  let depth = 0;
  const source = glob.replace(/\\(.)|\*\*|\[(!?)([^\]]*)\]|[\s\S]/g, (token, escaped, not, set) => {
    if (escaped !== undefined) return literal(escaped as string);
    if (set !== undefined) return `[${not ? '^' : ''}${(set as string).replace(/[\\^]/g, '\\$&')}]`;
    if (token === '**') return '[\\s\\S]*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token === '{') {
      depth += 1;
      return '(?:';
    }
    if (token === '}' && depth > 0) {
      depth -= 1;
      return ')';
    }
    if (token === ',' && depth > 0) return '|';
    return literal(token);
  });
  return new RegExp(`^${source}$`, 'u');
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
