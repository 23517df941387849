import { configTable } from './config-table';
import { stateDiagram } from './state-diagram';

/** The parts of README.md that are made from the sources, by the name of their markers. */
export const BLOCKS: Readonly<Record<string, () => string>> = { config: configTable, states: stateDiagram };

const markers = (name: string) => [`<!-- ${name} -->`, `<!-- /${name} -->`] as const;

/** What stands between the markers of a block. Throws an error when they are not there exactly once, in order. */
export function readBlock(text: string, name: string): string {
  const [open, close] = markers(name);
  const parts = [text.split(open), text.split(close)];
  const from = text.indexOf(open) + open.length;
  const to = text.indexOf(close);
  if (parts.some(({ length }) => length !== 2) || to < from)
    throw new Error(`README.md needs ${open} and, after it, ${close}, each once`);
  return text.slice(from, to).trim();
}

/** The text with every block as the sources make it now. */
export function withBlocks(text: string): string {
  return Object.entries(BLOCKS).reduce((whole, [name, make]) => {
    readBlock(whole, name);
    const [open, close] = markers(name);
    const [before = ''] = whole.split(open);
    const [, after = ''] = whole.split(close);
    return `${before}${open}\n\n${make()}\n\n${close}${after}`;
  }, text);
}
