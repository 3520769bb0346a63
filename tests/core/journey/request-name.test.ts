import { expect, test } from 'vitest';
import { nameFor } from '../../../src/core/journey/request-name.ts';

test.each([
  ['/products/{1..50}', 'products_1_50'],
  ['/', 'root'],
  ['/%C3%BCn%C3%AF%20c%C3%B6d%C3%A9/gr%C3%B6%C3%9Fe', 'uni_code_grosse'],
  ['/a%2Fb/%5B%5D?tag=%C3%A9t%C3%A9', 'a_b_tag_ete'],
  ['/%E4%BA%A7%E5%93%81', 'E4_BA_A7_E5_93_81'],
  ['/100%25/%FF', 'path_100_FF'],
  ['/2024/orders', 'path_2024_orders'],
  ['/products?q={unique}', 'products_q_unique'],
  // Whole words go: the start of a long path tells least, and before it the end of its query.
  ['/api/v2/shop/catalogue/europe/products/{1..50}', 'v2_shop_catalogue_europe_products_1_50'],
  ['/shop/catalogue/products/{1..50}?sort=price&page=3', 'shop_catalogue_products_1_50_sort_price'],
  ['/gateway/internal/catalogue/2024/products/{100..200}', 'internal_catalogue_2024_products_100_200'],
  ['/internalcatalogueofall/2024/products/in/{100..200}', 'path_2024_products_in_100_200'],
  [`/${'a'.repeat(50)}`, 'a'.repeat(40)],
])('%s is %s', (path, name) => {
  expect(nameFor(path, [])).toBe(name);
  expect(name.length).toBeLessThanOrEqual(40);
});

test('a name that is taken gets a number, for which whole words make room as well', () => {
  expect(nameFor('/products', ['products'])).toBe('products_2');
  const path = '/shop/catalogue/products/{1000..1050}/in';
  const first = nameFor(path, []);
  expect(first).toBe('shop_catalogue_products_1000_1050_in');
  const longer = '/shop/catalogue/products/{10000..10050}/ins';
  expect(nameFor(longer, [])).toBe('shop_catalogue_products_10000_10050_ins');
  expect(nameFor(longer, ['shop_catalogue_products_10000_10050_ins'])).toBe('catalogue_products_10000_10050_ins_2');
});

test('a method stays in front, however long the path is', () => {
  expect(nameFor('/carts/{id}', [], 'post')).toBe('post_carts_id');
  expect(nameFor('/api/v2/customers/{customer}/carts/{cart}/items', [], 'post')).toBe(
    'post_customers_customer_carts_cart_items',
  );
});
