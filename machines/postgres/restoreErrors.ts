/** Whether pg_restore cannot read an archive because a later version has made it. */
export const isOfLaterVersion = (error: string): boolean => /unsupported version/.test(error);

/** An error without the program that says it. */
export const errorText = (error: string): string => error.replace(/^pg_restore: error: /, '');

/** Several lines of errors as one, without the program that says them. */
export const errorsText = (errors: string): string =>
  errors.replaceAll('\n', '; ').replace(/pg_restore: (error: )?/g, '');
