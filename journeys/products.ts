import { journey } from 'poolproof';

// A shop: a list that everybody reads, single products, a search whose words are new each time, and a price that changes,
// which takes the product out of the cache.

const MOST_PRODUCTS = 25;

export default journey({
  setup: async ({ get, getAll, stop }) => {
    const products = (await get('/products', { to: 'list products' })).json() as { id: number }[];
    const ids = products.map(({ id }) => id).slice(0, MOST_PRODUCTS);
    if (ids.length === 0) stop('There are no products to ask for: add one to the shop');
    await getAll(
      ids.map((id) => `/products/${id}`),
      { name: '/products/{id}' },
    );
    return { ids };
  },

  requests: {
    list: {
      share: 60,
      cache: 'warm',
      send: ({ get }) => get('/products'),
      check: { 'a list of products came back': (answer) => Array.isArray(answer.json()) },
    },
    one: {
      share: 25,
      cache: 'warm',
      needsSetup: true,
      send: ({ get, data, turn }) => get(`/products/${idAt(data, turn)}`, { name: '/products/{id}' }),
      check: { 'the product asked for came back': (answer, { data, turn }) => answer.json('id') === idAt(data, turn) },
      isOfAnother: (answer) => typeof answer.json('id') === 'number',
    },
    search: {
      share: 10,
      cache: 'miss',
      send: ({ get, unique }) => get(`/products?q=${unique}`, { name: '/products?q={unique}' }),
      check: { 'results came back': (answer) => Array.isArray(answer.json('results')) },
    },
    change: {
      share: 5,
      cache: 'none',
      needsSetup: true,
      send: ({ put, data, turn }) =>
        put(`/products/${idAt(data, turn)}/price`, { price: 100 + turn }, { name: '/products/{id}/price' }),
      check: { 'the price is the new one': (answer, { turn }) => answer.json('price') === 100 + turn },
    },
  },
});

function idAt({ ids }: { readonly ids: readonly number[] }, turn: number): number | undefined {
  return ids[turn % ids.length];
}
