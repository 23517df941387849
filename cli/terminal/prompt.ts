import { createInterface } from 'node:readline';
import { Stop } from '../exit';
import type { Output } from './output';

/** Asks for the word `yes`, nothing less; the end of the input is a no. Throws a Stop on Ctrl-C. */
function saysYes(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve, reject) => {
    const settle = (answer: string) => {
      resolve(answer.trim() === 'yes');
      reader.close();
    };
    reader.once('SIGINT', () => {
      reject(new Stop('cli.stopped', 'stopped; nothing has been changed', 130));
      reader.close();
    });
    reader.once('close', () => settle(''));
    reader.question(`${question} `, settle);
  });
}

/** Asks whether it shall be done; where nobody can answer it stops, and names a line that would do just that. */
export async function agrees(
  { output }: { readonly output: Output },
  question: string,
  line?: string,
): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new Stop('cli.nobody-to-ask', [
      `Nothing has been changed: nobody can be asked here. Read the above, then type it again with --yes${line ? ', or' : '.'}`,
      ...(line ? [`  ${line}`] : []),
    ]);
  if (await saysYes(question)) return true;
  output.write('Nothing has been changed.');
  return false;
}
