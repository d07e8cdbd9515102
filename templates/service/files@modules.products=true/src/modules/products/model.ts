import { Type, type Static } from 'typebox';
import { currencyCode, minorUnits, text, timestamp, uuid } from '../../core/fields.ts';
import { listQuery } from '../../core/listing.ts';

/** The most of one product that an admin may stock; what declined orders bring back comes on top. */
export const maximumStock = 1_000_000;

/** Something for sale, as the API shows it. */
export const Product = Type.Object(
  {
    id: uuid(),
    name: text(1, 200),
    description: text(0, 2000),
    /** In the currency's minor unit. */
    price: minorUnits(100_000_000),
    currency: currencyCode(),
    stock: Type.Integer({ minimum: 0 }),
    createdAt: timestamp(),
  },
  { additionalProperties: false },
);
export type Product = Static<typeof Product>;

/** What an admin sends to add a product. */
export const NewProduct = Type.Object(
  {
    name: Product.properties.name,
    description: Type.Optional(Product.properties.description),
    price: Product.properties.price,
    currency: Product.properties.currency,
    stock: Type.Integer({ minimum: 0, maximum: maximumStock }),
  },
  { additionalProperties: false },
);
export type NewProduct = Static<typeof NewProduct>;

/** What an admin may change. Stock is not here: it changes by an amount, never to one. */
export const ProductChange = Type.Object(
  {
    name: Type.Optional(Product.properties.name),
    description: Type.Optional(Product.properties.description),
    price: Type.Optional(Product.properties.price),
  },
  { additionalProperties: false, minProperties: 1 },
);
export type ProductChange = Static<typeof ProductChange>;

/** Goods that came in, or, with a minus, that were lost. */
export const StockChange = Type.Object(
  { by: Type.Integer({ minimum: -maximumStock, maximum: maximumStock }) },
  { additionalProperties: false },
);
export type StockChange = Static<typeof StockChange>;

/** The query string of the list. */
export const ProductQuery = listQuery(Product, ['createdAt', 'name', 'price']);
export type ProductSort = 'createdAt' | 'name' | 'price';
