// asyncRequest that rejects.
// differs in log: On k6 the promise rejects with a Go object whose message and name are undefined; here with a GoError.
import http from 'k6/http';

export default async function () {
  try {
    await http.asyncRequest('GET', `http://127.0.0.1:${__ENV.CLOSED_PORT}/`, null, { throw: true });
  } catch (error) {
    console.log(String(error), error.message, error instanceof Error);
  }
}
