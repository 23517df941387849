import { lines, fields } from './decodeFacts';
import type { Facts, GitLock, NamedCommit } from '../../model/facts';
import type { HiddenEdit } from '../../model/target';

/** A commit, its name (a tag before a branch) and subject from `%H<tab>%D<tab>%s`. */
export function parseNamedCommit(line: string): NamedCommit {
  const [commit = '', decoration = '', ...subject] = line.split('\t');
  const names = decoration.split(', ').map((name) => name.replace(/^HEAD -> /, ''));
  const tag = names.find((name) => name.startsWith('tag: '))?.slice('tag: '.length);
  const name = tag ?? names.find((candidate) => candidate !== '' && candidate !== 'HEAD');
  return { commit, subject: subject.join('\t'), ...(name ? { name } : {}) };
}

/** The commits that git names, by hash, as queries tell them. */
export const namedCommits = (text: string | undefined): Map<string, NamedCommit> =>
  new Map(
    lines(text)
      .map(parseNamedCommit)
      .map((named) => [named.commit, named]),
  );

/** Where HEAD came to: a commit and the time a line. */
export function parseMoves(text: string | undefined): Pick<Facts['git'], 'moves'> {
  if (text === undefined) return {};
  return { moves: fields(text, ' ').map(([commit = '', at = '']) => ({ commit, at })) };
}

/** An edit that git was told not to see: its mark, a tab and its path. */
export function parseHidden(line: string): HiddenEdit {
  const [mark, ...path] = line.split('\t');
  return { mark: mark === 'skip-worktree' ? mark : 'assume-unchanged', path: path.join('\t') };
}

/** A lock of git: path, tab, `live PID COMMAND` or `stale`. */
export function parseLock(text: string | undefined): { lock?: GitLock } {
  const [path = '', state = ''] = (text ?? '').trim().split('\t');
  if (!path) return {};
  return { lock: { path, ...(state.startsWith('live ') ? { holder: state.slice('live '.length) } : {}) } };
}
