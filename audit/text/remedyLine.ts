import { type Advice, OPEN, type Remedy } from '../../machines/model/remedy';
import type { Request } from '../../machines/model/request';
import { partsOf } from '../../machines/model/said';
import { shellQuote } from '../../machines/text/shellQuote';
import { lookLine } from './lookLine';
import { sqlOf } from './postgres/statements';
import { asOptions, askLine, goLine, insteadLine, typed, undoLine } from './requestLine';
import { variableLine } from './runtime/dockerLine';
import { definitionLine, imagesLine, sqlLine, upLine } from './runtime/composeLine';

/** A key of the deployment is one of several below one key of Pulumi's. */
const pathOption = (key: string): string => (key.includes('.') ? ' --path' : '');

function setLine({ key, value }: Extract<Remedy, { do: 'set' }>): string {
  const isText = typeof value === 'string';
  const words = isText ? `${key} ${typed(value)}` : `'${key}' ${shellQuote(JSON.stringify(value))}`;
  return `pulumi config set${pathOption(key)} ${words}`;
}

/** The line to type for a remedy; with a request, what asks for something else goes beside the rest of it. */
function remedyLine(remedy: Remedy, request?: Request): string {
  switch (remedy.do) {
    case 'set':
      return setLine(remedy);
    case 'unset':
      return `pulumi config rm${pathOption(remedy.key)} ${remedy.key}`;
    case 'update':
    case 'preview':
      return insteadLine(remedy.do, remedy.for, request);
    case 'ask':
      return askLine(remedy.request);
    case 'show-variable':
      return variableLine(remedy.container, remedy.name);
    case 'confirm':
      return goLine(remedy.id, remedy.request);
    case 'resume':
      return `./rollback recover${remedy.for ? `  =  pulumi up${asOptions(remedy.for)}` : ''}`;
    case 'undo':
      return undoLine(remedy.id);
    case 'prune':
      return `./rollback prune ${shellQuote(remedy.database)}`;
    case 'look':
      return lookLine(remedy);
    case 'check-out':
      return `git checkout --detach ${remedy.commit}`;
    case 'trust-checkout':
      return `git config --global --add safe.directory ${shellQuote(remedy.directory)}`;
    case 'give-up':
      return `git -C ${shellQuote(remedy.directory)} ${remedy.what} --abort`;
    case 'show-edit':
      return `git -C ${shellQuote(remedy.directory)} update-index --no-${remedy.mark} -- ${shellQuote(remedy.path)}`;
    case 'unshallow':
      return `git -C ${shellQuote(remedy.directory)} fetch --unshallow --tags`;
    case 'move': {
      const { directory, file, to } = remedy;
      return `cd ${shellQuote(directory)} && mv -- ${shellQuote(file)} ${shellQuote(to)}`;
    }
    case 'put-file':
      return `install -D -m 600 ${OPEN} ${shellQuote(remedy.file)}`;
    case 'join-group':
      return `sudo usermod -aG ${shellQuote(remedy.group)} ${shellQuote(remedy.user)}`;
    case 'bring-up':
      return upLine(remedy);
    case 'bring-up-images':
      return imagesLine(remedy);
    case 'read-definition':
      return definitionLine(remedy.compose);
    case 'run-sql':
      return sqlLine(remedy);
    default:
      return sqlOf(remedy);
  }
}

/**
 * What is said or advised as people read it: its words as they are, each remedy as the line to type. `request`: what was asked
 * for, where the advice is about that.
 */
export function adviceText(advice: Advice, request?: Request): string {
  return partsOf(advice)
    .map((part) => (typeof part === 'string' ? part : remedyLine(part, request)))
    .join('');
}
