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

/** The lines of a script that are not only said: without those that are a comment as a whole. */
const codeOf = (text) => text.split('\n').map((line) => (/^\s*#/.test(line) ? '' : line));

/** Where a file of `host/`, by its path there, spells what belongs to another folder: a text a line. */
export const acrossSeams = (file, text) =>
  SEAMS.filter(({ only }) => !only.test(file)).flatMap(({ what, spelled }) =>
    codeOf(text).flatMap((line, index) => {
      const found = spelled.flatMap((one) => one.exec(line)?.[0] ?? []);
      return found.map((word) => `line ${index + 1} spells what is ${what}: ${word}`);
    }),
  );
