/** One row, `missing`: whether FLAGS_SCHEMA has to run. */
export const IS_SCHEMA_MISSING = `SELECT to_regclass('poolproof.flags') IS NULL AS missing`;

/** Creates and fills the table. The lock lets only one of several APIs that start at once do it. */
export const FLAGS_SCHEMA = `
SELECT pg_advisory_xact_lock(hashtext('poolproof.flags'));
CREATE SCHEMA IF NOT EXISTS poolproof;
CREATE TABLE IF NOT EXISTS poolproof.flags (
  key text PRIMARY KEY,
  enabled boolean NOT NULL,
  description text NOT NULL,
  rollout_percent integer NOT NULL CHECK (rollout_percent BETWEEN 0 AND 100)
);
INSERT INTO poolproof.flags (key, enabled, rollout_percent, description) VALUES
  ('address-autocomplete',  true,  100, 'Suggest addresses while the customer types'),
  ('apple-pay',             true,  100, 'Offer Apple Pay at checkout'),
  ('audit-log-export',      false,   0, 'Let administrators export the audit log'),
  ('beta-dashboard',        true,   25, 'Show the new dashboard'),
  ('bulk-import',           true,   50, 'Import products from a spreadsheet'),
  ('cart-reminder',         true,  100, 'Remind customers of a cart they left'),
  ('checkout-v2',           true,   10, 'Use the one-page checkout'),
  ('coupon-stacking',       false,   0, 'Accept more than one coupon per order'),
  ('dark-mode',             true,  100, 'Offer a dark colour scheme'),
  ('delivery-slots',        true,   75, 'Let customers choose a delivery slot'),
  ('express-refunds',       false,   0, 'Refund before the parcel is back'),
  ('gift-cards',            true,  100, 'Sell and accept gift cards'),
  ('guest-checkout',        true,  100, 'Order without an account'),
  ('image-zoom',            true,  100, 'Zoom into product pictures'),
  ('invoice-download',      true,  100, 'Download invoices as PDF'),
  ('live-stock',            true,   50, 'Show the stock of each shop'),
  ('loyalty-points',        true,   20, 'Collect and spend points'),
  ('maintenance-banner',    false,   0, 'Announce planned maintenance'),
  ('multi-currency',        true,   40, 'Show prices in the currency of the customer'),
  ('passkey-login',         true,   30, 'Sign in with a passkey'),
  ('price-alerts',          true,  100, 'Tell customers when a price falls'),
  ('product-reviews',       true,  100, 'Show and collect reviews'),
  ('recommendations',       true,   60, 'Recommend products by past orders'),
  ('saved-searches',        false,   5, 'Save a search and run it again'),
  ('wishlist-sharing',      true,  100, 'Share a wish list by link')
ON CONFLICT (key) DO NOTHING;
`;
