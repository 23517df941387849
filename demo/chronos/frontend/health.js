import { get } from 'node:http';

const request = get('http://127.0.0.1:3000/health', { agent: false, timeout: 2500 }, (response) => {
  response.resume();
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => request.destroy(new Error('no answer in time')));
request.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
