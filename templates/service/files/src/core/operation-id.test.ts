import { describe, expect, it } from 'vitest';
import { nameOperations } from './operation-id.ts';

describe('the name of an operation', () => {
  const nameOf = (method: 'get' | 'post', path: string, operationId?: string) => {
    const operation: { operationId?: string } = operationId === undefined ? {} : { operationId };
    nameOperations({ [path]: { [method]: operation } });
    return operation.operationId;
  };

  it.each([
    ['get', '/orders', 'getOrders'],
    ['get', '/orders/{id}', 'getOrdersById'],
    ['post', '/products/{productId}/stock', 'postProductsByProductIdStock'],
    ['get', '/.well-known/oauth-protected-resource', 'getWellKnownOauthProtectedResource'],
  ] as const)('comes from method and path: %s %s is %s', (method, path, id) => {
    expect(nameOf(method, path)).toBe(id);
  });

  it('is what the route says, when it says one', () => {
    expect(nameOf('get', '/orders', 'listOrders')).toBe('listOrders');
  });

  it('belongs to one operation', () => {
    expect(() => {
      nameOperations({ '/orders/{id}': { get: {} }, '/orders/by-id': { get: {} } });
    }).toThrow('GET /orders/by-id and GET /orders/{id} are both named getOrdersById');
  });
});
