// Requests grouped by name: http.url, the tag name, and what url then is.
import http from 'k6/http';

const B = `http://127.0.0.1:${__ENV.HTTP_PORT}`;
const tags = [
  `name:${B}/items/\${}`,
  `url:${B}/items/\${}`,
  'name:items',
  'url:items',
  `name:${B}/echo`,
  `url:${B}/echo`,
  'name:both',
  `name:http://****:****@127.0.0.1:${__ENV.HTTP_PORT}/echo`,
];

export const options = { thresholds: Object.fromEntries(tags.map((tag) => [`http_reqs{${tag}}`, []])) };

export default async function () {
  for (const id of [1, 2, 3]) await http.get(http.url`${B}/items/${id}`);
  for (const id of [1, 2]) await http.get(`${B}/items/${id}`, { tags: { name: 'items' } });
  await http.get(`${B}/echo`, { tags: { url: 'mine' } });
  await http.get(http.url`${B}/items/${4}`, { tags: { name: 'both' } });
  await http.get(`http://me:secret@127.0.0.1:${__ENV.HTTP_PORT}/echo`);
  await http.batch([http.url`${B}/items/${5}`, ['GET', http.url`${B}/items/${6}`]]);
}
