/** A literal that PostgreSQL reads as exactly this text, with standard_conforming_strings on. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name that PostgreSQL reads as exactly this one. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
