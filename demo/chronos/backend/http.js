/** An error the caller made, told to them as it is. Anything else is answered with 500 and logged. */
export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const LIMIT = 16 * 1024;

export async function readJson(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > LIMIT) throw new Refused(413, `body is larger than ${LIMIT} characters`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, 'body is not JSON');
  }
}

export function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** A whole number from a query or a body, at least `least`. */
export function wholeNumber(name, value, least) {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  if (Number.isSafeInteger(number) && number >= least) return number;
  throw new Refused(400, `${name} must be a whole number, at least ${least}`);
}
