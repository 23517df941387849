import { createInterface } from 'node:readline/promises';

/** Asks for the word `yes`, nothing less; the end of the input is a no. */
export async function saysYes(question: string, interrupted: () => void): Promise<boolean> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
  reader.on('SIGINT', interrupted);
  try {
    return (await Promise.race([reader.question(`${question} `), closed])).trim() === 'yes';
  } finally {
    reader.close();
  }
}
