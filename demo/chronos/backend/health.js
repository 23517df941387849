// node health.js [URL [TRIES]]: asks URL (this server's own health by default); exit code 1 when an answer is bad.
import { get } from 'node:http';

const [url = 'http://127.0.0.1:8080/health', tries = '1'] = process.argv.slice(2);

/** The status of the answer, or why there is none. */
const ask = () =>
  new Promise((resolve) => {
    const request = get(url, { agent: false, timeout: 2500 }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', (error) => resolve(error.code ?? error.message));
  });

const bad = [];
for (let n = 0; n < Number(tries); n++) {
  const status = await ask();
  if (status !== 200) bad.push(status);
}

if (bad.length > 0) {
  console.error(`${bad.length} of ${tries} bad: ${[...new Set(bad)].join(', ')}`);
  process.exitCode = 1;
}
