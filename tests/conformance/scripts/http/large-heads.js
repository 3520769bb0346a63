// Heads of several megabytes, and those that are too large; long lines between chunks and after them.
import http from 'k6/http';

const ANSWERS = [
  'header/9000000',
  'header/11000000',
  'status/9000000',
  'status/11000000',
  'endless/11000000',
  'chunk-line/4000',
  'chunk-line/5000',
  'trailers/4000',
  'trailers/5000',
];

export default async function () {
  for (const answer of ANSWERS) {
    const response = await http.get(`http://127.0.0.1:${__ENV.HTTP_PORT}/raw/${answer}`);
    const { status, error, error_code, body, headers } = response;
    console.log(answer, status, error, error_code, body, (headers['X-Large'] || '').length);
  }
}
