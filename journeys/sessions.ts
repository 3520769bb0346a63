import { journey } from 'poolproof';

// Sessions in Redis: whoever logs in gets a token, with which a basket is read and changed.

export default journey({
  variables: {
    USER_NAME: { about: 'who logs in', fallback: 'demo', allowed: 'give a name, such as USER_NAME=demo' },
    PASSWORD: { about: 'the password of USER_NAME', fallback: 'demo', secret: 'all' },
  },

  setup: async ({ post, env }) => {
    const login = await post(
      '/sessions',
      { name: env.USER_NAME, password: env.PASSWORD },
      { expect: 201, to: 'log in' },
    );
    return { token: login.json('token') as string };
  },

  requests: {
    /** A session of its own, from log-in to log-out: each iteration is three requests. */
    visit: {
      share: 20,
      cache: 'none',
      send: async ({ post, get, del, env }) => {
        const login = await post('/sessions', { name: env.USER_NAME, password: env.PASSWORD }, { expect: 201 });
        const headers = { Authorization: `Bearer ${login.json('token')}` };
        const basket = await get('/basket', { headers });
        await del('/sessions', null, { headers, expect: 204 });
        return basket;
      },
      check: { 'the basket is empty': (answer) => answer.json('items.#') === 0 },
    },
    read: {
      share: 60,
      cache: 'warm',
      needsSetup: true,
      send: ({ get, data }) => get('/basket', { headers: { Authorization: `Bearer ${data.token}` } }),
      check: { 'a basket came back': (answer) => Array.isArray(answer.json('items')) },
    },
    write: {
      share: 20,
      cache: 'none',
      needsSetup: true,
      expect: [200, 201],
      send: ({ post, data, turn }) =>
        post('/basket', { product: turn % 10 }, { as: 'form', headers: { Authorization: `Bearer ${data.token}` } }),
      check: { 'the product is in the basket': (answer, { turn }) => answer.body.includes(`"${turn % 10}"`) },
    },
  },
});
