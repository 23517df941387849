import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sources } from './run.mjs';

/** What only some folders of `host/` may spell, so that another one could be put in the place of each. */
const SEAMS = [
  {
    what: "the runtime's",
    only: /^(lib\/docker|container)\//,
    // The programs as words of a command; in `docker.failed`, `docker/images` or 'Docker' they are none.
    spelled: [/(?<![\w./-])(?:docker|docker-compose|compose)(?=["');\s]|$)/, /com\.docker\./, /\{\{/],
  },
  {
    what: "PostgreSQL's",
    only: /^lib\/postgres\//,
    spelled: [
      /\b(?:psql|createdb|dropdb|vacuumdb|pg_\w+)\b/i,
      /\b(?:select\b|insert into\b|delete from\s|copy \(|show \w+_\w+|(?:create|alter|drop) (?:temp )?(?:database|table|role)\b)/i,
    ],
  },
];

/** What Docker and Compose are told to do. */
const CALLS =
  'build|compose|config|container|cp|create|down|events|exec|image|images|info|inspect|kill|load|logs|network|ps|pull|push|restart|rm|rmi|run|save|start|stop|system|tag|up|version|volume|wait';

/** The same of the program's TypeScript, by the path from the root. */
const PROGRAM_SEAMS = [
  {
    what: "the runtime's",
    // What Compose tells, what a person types, the resources of the provider.
    only: /^(machines\/compose|audit\/text\/runtime|resources\/docker)\//,
    spelled: [
      /com\.docker\./,
      // A command, ready or with a value in it, or its first word in a list. In `at: 'docker'` and 'docker.error' it is none.
      new RegExp(`\\bdocker(?:-compose)? (?:-|\\$\\{|(?:${CALLS})\\b)`),
      /(?<![:=|] )'docker(?:-compose)?',/,
      /\{\{\.\w/,
    ],
  },
  {
    what: "the runtime's",
    // The default of a key of the configuration, which everybody's stack may rest on.
    only: /^machines\/(compose\/|config\/deploymentSchema\.ts$)/,
    spelled: [/\bdocker-compose[\w.-]*\.ya?ml/],
  },
  {
    what: "PostgreSQL's",
    // What it says of itself, and what a person types at it.
    only: /^(machines|audit\/text)\/postgres\//,
    // Calls and SQL. In a sentence a program is a word: "a newer pg_dump than the server has", "commands for psql".
    spelled: [
      // A program with an option of it or what it is to read, or as a word of a command.
      /\b(?:psql|createdb|dropdb|vacuumdb|pg_(?:dump|dumpall|restore)) [-<$]/,
      /(["'`])(?:psql|createdb|dropdb|vacuumdb|pg_(?:dump|dumpall|restore))\1/,
      // What a program says begins with its name.
      /\bpg_restore: /,
      // Its catalogs and functions, and the beginning of their names.
      /\bpg_(?!(?:dump|dumpall|restore)\b)\w*/,
      // Statements, in capitals or not; what is also said in a sentence only in capitals.
      /\b(?:insert into|(?:alter|create|drop) (?:temp |unlogged )?(?:database|extension|role|schema|subscription|table|user))\b/i,
      /\b(?:SELECT|DELETE FROM|COMMENT ON|ON CONFLICT|RENAME TO|ALLOW_CONNECTIONS|(?:COMMIT|ROLLBACK) PREPARED)\b/,
      /\bselect\b.*\bfrom\b/,
      // Commands of psql: `\l`, `\copy`.
      /(?:^|["'`])\\\\(?:connect|copy|l)\b/,
      // Variables of the official image.
      /\bPOSTGRES_\w+|\bPGDATA\b/,
    ],
  },
];

/** The lines of a script that are not only said: without those that are a comment as a whole. */
const codeOf = (text) => text.split('\n').map((line) => (/^\s*#/.test(line) ? '' : line));

/** The same of TypeScript. */
const typescriptOf = (text) =>
  text.split('\n').map((line) => (/^\s*(?:\/\/|\/\*|\*(?: |\/|$))/.test(line) ? '' : line));

const found = (seams, file, lines) =>
  seams
    .filter(({ only }) => !only.test(file))
    .flatMap(({ what, spelled }) =>
      lines.flatMap((line, index) => {
        const words = spelled.flatMap((one) => one.exec(line)?.[0] ?? []);
        return words.map((word) => `line ${index + 1} spells what is ${what}: ${word}`);
      }),
    );

/** Where a file of `host/`, by its path there, spells what belongs to another folder: a text a line. */
export const acrossSeams = (file, text) => found(SEAMS, file, codeOf(text));

/** The same of a file in TypeScript, by its path in the checkout. */
export const acrossProgramSeams = (file, text) => found(PROGRAM_SEAMS, file, typescriptOf(text));

/** Whether each file of these places keeps within its seams; what is found is printed. */
export function seamsAreKept(places) {
  const files = sources(...places).filter((file) => file.endsWith('.ts'));
  const across = files.flatMap((file) =>
    acrossProgramSeams(file, readFileSync(join(root, file), 'utf8')).map((one) => `in ${file}: ${one}`),
  );
  const ok = across.length === 0;
  console.log([`\n── seams`, ...across, `── seams: ${ok ? 'ok' : 'FAILED'}`].join('\n'));
  return ok;
}
