// noVUConnectionReuse: each iteration has connections of its own.
import http from 'k6/http';

export const options = { iterations: 2, noVUConnectionReuse: true };

export default async function () {
  for (let n = 0; n < 3; n++) console.log((await http.get(`http://127.0.0.1:${__ENV.HTTP_PORT}/connection`)).body);
}
