import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createSourceFile,
  type Expression,
  forEachChild,
  isCallExpression,
  isConditionalExpression,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isStringLiteralLike,
  isTemplateExpression,
  type Node,
  ScriptTarget,
} from 'typescript/lib/typescript';
import { type Code, isCode } from '../../machines/codes';

const ROOT = join(__dirname, '../..');

/** A code in the program, and the sentence beside it as it is written there. */
export interface Spelled {
  readonly file: string;
  readonly code: Code;
  /** Of a string or template its text, of anything else nothing. */
  readonly sentence?: string;
}

/** The text of a string or template, `${…}` as it is written; of a choice between two, both. */
function textsOf(node: Expression): string[] {
  if (isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (isStringLiteralLike(node)) return [node.text];
  return isTemplateExpression(node) ? [node.getText().slice(1, -1)] : [];
}

/** The codes of a call of `refuse` or `refused`, or of an object with `code` and `what`, and the sentences beside them. */
function pairOf(node: Node): readonly [code: Expression, what: Expression] | undefined {
  if (isCallExpression(node) && /^refused?$/.test(node.expression.getText())) {
    const [code, what] = node.arguments;
    return code && what && [code, what];
  }
  if (!isObjectLiteralExpression(node)) return undefined;
  const property = (name: string) =>
    node.properties.find((one) => isPropertyAssignment(one) && one.name.getText() === name);
  const [code, what] = [property('code'), property('what')];
  return code && what && isPropertyAssignment(code) && isPropertyAssignment(what)
    ? [code.initializer, what.initializer]
    : undefined;
}

/** Every code that the decisions of the program spell beside a sentence. */
export function spelledCodes(folder = 'machines'): Spelled[] {
  return readdirSync(join(ROOT, folder)).flatMap((file) => {
    const path = join(ROOT, folder, file);
    const source = createSourceFile(file, readFileSync(path, 'utf8'), ScriptTarget.ESNext, true);
    const found: Spelled[] = [];
    const visit = (node: Node): void => {
      const [code, what] = pairOf(node) ?? [];
      const sentences = what ? textsOf(what) : [];
      for (const one of code ? textsOf(code).filter(isCode) : [])
        found.push(
          ...(sentences.length > 0
            ? sentences.map((sentence) => ({ file, code: one, sentence }))
            : [{ file, code: one }]),
        );
      forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}
