import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { answerJson, type FlagApi, serveFlagApi } from './flag-api.ts';
import { connectPool } from './redis-pool.ts';

const TTL_SECONDS = 60;

/** Products: a list, one, a search, and a price whose change takes the product out of the cache. */
export async function serveProducts(redisPort: number): Promise<FlagApi> {
  const take = connectPool(redisPort);
  const prices = new Map(Array.from({ length: 8 }, (_item, index) => [index + 1, 100]));
  const one = (id: number) => ({ id, price: prices.get(id) });

  async function cached(key: string, make: () => unknown): Promise<unknown> {
    const hit = await take().get(key);
    if (hit !== null) return JSON.parse(hit);
    const value = make();
    await take().set(key, JSON.stringify(value), 'EX', TTL_SECONDS);
    return value;
  }

  return serveFlagApi(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://shop');
    const [, , id = '', field] = pathname.split('/');
    if (field === 'price') {
      const { price } = JSON.parse(await text(request)) as { price: number };
      prices.set(Number(id), price);
      await take().del(`product:${id}`);
      answerJson(response, one(Number(id)));
    } else if (id !== '') answerJson(response, await cached(`product:${id}`, () => one(Number(id))));
    else if (searchParams.has('q')) {
      answerJson(response, await cached(`search:${searchParams.get('q')}`, () => ({ results: [] })));
    } else answerJson(response, await cached('products', () => [...prices.keys()].map(one)));
  });
}

/** Sessions: log-in for a token, a basket that is read and written with it, log-out. */
export async function serveSessions(redisPort: number): Promise<FlagApi> {
  const take = connectPool(redisPort);
  const tokenOf = ({ headers }: IncomingMessage) => headers.authorization?.replace('Bearer ', '') ?? '';

  return serveFlagApi(async (request, response) => {
    const key = `session:${tokenOf(request)}`;
    if (request.method === 'POST' && request.url === '/sessions') {
      const { name, password } = JSON.parse(await text(request)) as Record<string, string>;
      const token = randomUUID();
      if (name !== password) return answerJson(response, {}, 401);
      await take().set(`session:${token}`, '[]', 'EX', TTL_SECONDS);
      return answerJson(response, { token }, 201);
    }
    const session = await take().get(key);
    if (session === null) return answerJson(response, {}, 401);
    const items = new Set(JSON.parse(session) as string[]);
    if (request.method === 'DELETE') {
      await take().del(key);
      return void response.writeHead(204).end();
    }
    if (request.method === 'POST') {
      items.add(new URLSearchParams(await text(request)).get('product') ?? '');
      await take().set(key, JSON.stringify([...items]), 'EX', TTL_SECONDS);
    }
    answerJson(response, { items: [...items] }, request.method === 'POST' ? 201 : 200);
  });
}
