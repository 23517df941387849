import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createSourceFile,
  type Expression,
  forEachChild,
  isArrayLiteralExpression,
  isArrowFunction,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isFunctionDeclaration,
  isIdentifier,
  isNewExpression,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAssignment,
  isReturnStatement,
  isShorthandPropertyAssignment,
  isStringLiteralLike,
  isTaggedTemplateExpression,
  isTemplateExpression,
  isVariableDeclaration,
  type Node,
  ScriptTarget,
} from 'typescript/lib/typescript';
import { type Code, isCode } from '../../../machines/model/codes';

const ROOT = join(__dirname, '../../..');

/** A code in the program, and the sentence beside it as it is written there. */
export interface Spelled {
  readonly file: string;
  readonly code: Code;
  /** Of a string or template its text, of anything else nothing. */
  readonly sentence?: string;
}

function visitAll(node: Node, visit: (node: Node) => void): void {
  visit(node);
  forEachChild(node, (child) => visitAll(child, visit));
}

/** What a name stands for in its file: the value of a constant, what a function returns. */
function meaningsOf(name: string, from: Node): Expression[] {
  const found: Expression[] = [];
  visitAll(from.getSourceFile(), (node) => {
    if (isVariableDeclaration(node) && node.name.getText() === name && node.initializer)
      found.push(node.initializer);
    if (isFunctionDeclaration(node) && node.name?.text === name)
      visitAll(node, (inner) => {
        if (isReturnStatement(inner) && inner.expression) found.push(inner.expression);
      });
  });
  return found;
}

/** The text of a string or template, `${…}` as it is written; of a choice both, of lines the first. */
function textsOf(node: Expression): string[] {
  if (isStringLiteralLike(node)) return [node.text];
  if (isTemplateExpression(node)) return [node.getText().slice(1, -1)];
  if (isTaggedTemplateExpression(node)) return textsOf(node.template);
  if (isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (isBinaryExpression(node)) return [...textsOf(node.left), ...textsOf(node.right)];
  if (isParenthesizedExpression(node)) return textsOf(node.expression);
  if (isArrayLiteralExpression(node)) return node.elements.slice(0, 1).flatMap(textsOf);
  if (isArrowFunction(node)) return textsOf(node.body as Expression);
  const named = isCallExpression(node) ? node.expression : node;
  return isIdentifier(named) ? meaningsOf(named.text, node).flatMap(textsOf) : [];
}

/** A code and what is said beside it: in a call that takes both, or in an object with `code` and `what`. */
function pairOf(node: Node): readonly [code: Expression, what: Expression] | undefined {
  if (isCallExpression(node) || isNewExpression(node)) {
    const [first, second] = node.arguments ?? [];
    const name = node.expression.getText();
    if (!first || !second) return undefined;
    if (/^(refused?|Stop)$/.test(name)) return [first, second];
    return name === 'noted' ? [second, first] : undefined;
  }
  if (!isObjectLiteralExpression(node)) return undefined;
  const value = (name: string): Expression | undefined => {
    const found = node.properties.find((one) => one.name?.getText() === name);
    if (found && isShorthandPropertyAssignment(found)) return found.name;
    return found && isPropertyAssignment(found) ? found.initializer : undefined;
  };
  const [code, what] = [value('code'), value('what')];
  return code && what && [code, what];
}

/** Every code that the files of a folder, and of those in it, spell beside a sentence. */
export function spelledCodes(folder: string): Spelled[] {
  const files = readdirSync(join(ROOT, folder), { encoding: 'utf8', recursive: true }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.flatMap((file) => {
    const text = readFileSync(join(ROOT, folder, file), 'utf8');
    const found: Spelled[] = [];
    visitAll(createSourceFile(file, text, ScriptTarget.ESNext, true), (node) => {
      const [code, what] = pairOf(node) ?? [];
      const sentences = what ? textsOf(what) : [];
      for (const one of code ? textsOf(code).filter(isCode) : [])
        found.push(
          ...(sentences.length > 0
            ? sentences.map((sentence) => ({ file, code: one, sentence }))
            : [{ file, code: one }]),
        );
    });
    return found;
  });
}
