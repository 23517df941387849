import { createInterface } from 'node:readline';
import { Stop } from './stop';

/** Asks for the word `yes`, nothing less; the end of the input is a no. Throws a Stop on Ctrl-C. */
export function saysYes(question: string): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  return new Promise((resolve, reject) => {
    const settle = (answer: string) => {
      resolve(answer.trim() === 'yes');
      reader.close();
    };
    reader.once('SIGINT', () => {
      reject(new Stop('stopped; nothing has been changed', 130));
      reader.close();
    });
    reader.once('close', () => settle(''));
    reader.question(`${question} `, settle);
  });
}
