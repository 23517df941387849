import { type Code, isCode } from '../../machines/model/codes';
import { shellQuote } from '../../machines/text/shellQuote';

/** What to type about a note, by its code and by the name that the note begins with. */
const LINES: Partial<Record<Code, (name: string) => string>> = {
  'note.checkpoint-stale': () => './rollback checkpoint --install',
  'note.hold-unread': () => './rollback checkpoint --install',
  'note.updater': (name) => `to keep it off, docker pause ${name}, and later docker unpause ${name}`,
  'note.unit': (name) => `to keep it off at the next boot, systemctl disable ${name}`,
  'note.branch-left': (name) => `the next deployment begins with git switch ${name}`,
};

/** A note with what to type about it, where there is something. */
export function noteLine(note: string, code = ''): string {
  const line = isCode(code) ? LINES[code] : undefined;
  const [name = ''] = note.split(' ', 1);
  return line ? `${note}: ${line(shellQuote(name))}` : note;
}
