// json(): whole bodies, paths into them, bodies that are none.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const sorted = (_key, value) =>
  value && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort())
    : value;
const attempt = (call) => {
  try {
    return JSON.stringify(call(), sorted);
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const paths = [
  'name',
  'nested.list',
  'nested.list.0',
  'nested.list.1.id',
  'nested.list.#',
  'nested.list.#.id',
  'nested.dotted\\.key',
  'nested.none',
  'missing',
  'nested.list.9',
  '',
  'big',
  'nested.list.0.tags.0',
];

export default async function () {
  const response = await http.get(`${B}/json`);
  console.log(attempt(() => response.json()));
  for (const path of paths)
    console.log(
      path,
      attempt(() => response.json(path)),
    );
  const [twice, again] = [await http.get(`${B}/twice`), await http.get(`${B}/twice`)];
  console.log(
    attempt(() => twice.json()),
    attempt(() => again.json('a')),
  );
  const [nothing, empty] = [await http.get(`${B}/status/204`), await http.get(`${B}/status/200`)];
  console.log(
    attempt(() => nothing.json()),
    attempt(() => empty.json()),
  );
}
