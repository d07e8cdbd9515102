import { Type } from 'typebox';
import { problems } from '../../core/documented.ts';
import { itemQuery, pageOf, pick, toFields, toListing } from '../../core/listing.ts';
import type { App } from '../../core/server.ts';
import { NewProduct, Product, ProductChange, ProductQuery, StockChange } from './model.ts';
import type { ProductService } from './service.ts';

const admins = { access: { roles: ['admin'] } } as const;
const everyone = { access: 'public' } as const;
const tags = ['products'];
const ById = Type.Object({ id: Product.properties.id });

/** Adds the routes of `/products`. */
export function addProductRoutes(app: App, products: ProductService): void {
  addReads(app, products);
  addWrites(app, products);
}

function addReads(app: App, products: ProductService): void {
  app.get(
    '/products',
    {
      config: everyone,
      schema: {
        tags,
        summary: 'List products',
        querystring: ProductQuery,
        response: { 200: pageOf(Product), ...problems({ 400: ['bad-cursor', 'validation'] }) },
      },
    },
    (request) => products.list(toListing(Product, request.query)),
  );

  app.get(
    '/products/:id',
    {
      config: everyone,
      schema: {
        tags,
        summary: 'Read a product',
        params: ById,
        querystring: itemQuery(Product),
        response: { 200: Type.Partial(Product), ...problems({ 404: ['not-found'] }) },
      },
    },
    (request) => {
      const product = products.read(request.params.id);
      const { fields } = request.query;
      if (fields === undefined) return product;
      return product.then((whole) => pick(whole, toFields(Product, fields)));
    },
  );
}

function addWrites(app: App, products: ProductService): void {
  app.post(
    '/products',
    {
      config: admins,
      schema: { tags, summary: 'Add a product', body: NewProduct, response: { 201: Product } },
    },
    async (request, reply) => {
      const product = await products.add(request.body);
      return reply.code(201).header('location', `/products/${product.id}`).send(product);
    },
  );

  app.patch(
    '/products/:id',
    {
      config: admins,
      schema: {
        tags,
        summary: 'Change a product',
        params: ById,
        body: ProductChange,
        response: { 200: Product, ...problems({ 404: ['not-found'] }) },
      },
    },
    (request) => products.change(request.params.id, request.body),
  );

  app.post(
    '/products/:id/stock',
    {
      config: admins,
      schema: {
        tags,
        summary: 'Add to the stock, or take from it',
        params: ById,
        body: StockChange,
        response: {
          200: Product,
          ...problems({ 404: ['not-found'], 409: ['stock-out-of-range'] }),
        },
      },
    },
    (request) => products.changeStock(request.params.id, request.body.by),
  );
}
