// Forms, files and multipart bodies, as the server sees them.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const show = (response) => {
  if (response.status !== 200) return;
  const { headers, body } = JSON.parse(response.body);
  const boundary = /^--(\S+)/.exec(body)?.[1];
  console.log(
    headers.filter((line) => /^content-type/.test(line)).join(),
    // k6 writes the parts in an order that is another one each time.
    JSON.stringify(boundary ? body.replaceAll(boundary, 'B').split('--B').sort() : body),
  );
};

export default async function () {
  show(await http.post(`${B}/echo`, { a: 1 }));
  show(await http.post(`${B}/echo`, { z: 'ü &=+', a: ['x', 'y'], empty: '', b: false, n: 1.5, e: 1e21 }));
  show(await http.post(`${B}/echo`, {}));
  show(await http.post(`${B}/echo`, { a: 1 }, { headers: { 'Content-Type': 'application/json' } }));
  show(await http.post(`${B}/echo`, JSON.stringify({ a: 1 }), { headers: { 'Content-Type': 'application/json' } }));
  show(await http.post(`${B}/echo`, new Uint8Array([66, 67])));
  show(await http.post(`${B}/echo`, new Uint16Array([66, 67])));
  show(await http.post(`${B}/echo`, { file: http.file('content', 'name.txt', 'text/plain') }));
  show(await http.post(`${B}/echo`, { file: http.file(new Uint8Array([68]).buffer, 'n"a.bin') }));
  show(await http.post(`${B}/echo`, { file: http.file('x', 'f'), field: 'value', list: ['p', 'q'] }));
  const file = http.file('content', 'name.txt');
  console.log(Object.keys(file).join(), file.filename, file.content_type, file.data);
}
