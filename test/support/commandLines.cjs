// Writes to a file, for as long as it runs, the command lines of all processes of this machine, each as soon as it is seen.
const { appendFileSync, readdirSync, readFileSync } = require('node:fs');

const [file] = process.argv.slice(2);
const EVERY_MS = 50;
/** Looks for that long at what is new: a process may become another program, which has another command line. */
const TURNS = 20;
let turns = new Map();

function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

setInterval(() => {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  turns = new Map(pids.map((pid) => [pid, (turns.get(pid) ?? 0) + 1]));
  const lines = pids.filter((pid) => turns.get(pid) <= TURNS).map(commandLine);
  appendFileSync(file, lines.map((line) => `${line}\n`).join(''));
}, EVERY_MS);
