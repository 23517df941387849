export const message = (error: unknown) => (error instanceof Error ? error.message : String(error));

interface HttpError {
  statusCode?: number;
  json?: { message?: string };
  code?: string;
}

/** What Docker said, in the words its own client uses. */
export function dockerError(error: unknown): string {
  const { statusCode, json } = error as HttpError;
  if (statusCode === undefined) return message(error);
  return `Error response from daemon: ${json?.message ?? message(error)}`;
}

/** Why a Docker host cannot be talked to. */
export function dockerHostError(error: unknown, host: string): string {
  switch ((error as HttpError).code) {
    case 'ENOENT':
    case 'ECONNREFUSED':
      return `Cannot connect to the Docker daemon at ${host}. Is the docker daemon running?`;
    case 'EACCES':
      return `permission denied while trying to connect to the Docker daemon socket at ${host}`;
    default:
      return dockerError(error);
  }
}

export const isNotFound = (error: unknown) => (error as HttpError).statusCode === 404;

/** One thing that went wrong, listed the way a list of many would be. */
export const listed = (text: string) => `1 error occurred:\n\t* ${text}\n\n`;

/** Runs a call to Docker; its failure is told after a sentence on what was attempted. */
export async function attempt<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new Error(`${what}: ${dockerError(error)}`, { cause: error });
  }
}
