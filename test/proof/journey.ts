interface Product {
  readonly id: string;
  readonly stock: number;
}

async function json<T>(response: Response, status: number): Promise<T> {
  const text = await response.text();
  if (response.status !== status) {
    throw new Error(
      `${response.url} answered ${String(response.status)}, not ${String(status)}: ${text}`,
    );
  }
  return JSON.parse(text) as T;
}

/**
 * Orders a product from a running service, waits until it is paid, and reads it.
 *
 * @param headers - what proves who orders, if anything has to
 * @returns the order as it was read last
 * @throws when an answer is not the expected one, or the order is not paid within ten seconds
 */
export async function orderOne(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly id: string; readonly status: string }> {
  const page = await json<{ items: Product[] }>(await fetch(`${url}/products`), 200);
  const product = page.items.find(({ stock }) => stock > 0);
  if (product === undefined) throw new Error(`${url}/products has nothing in stock`);
  const placed = await json<{ id: string }>(
    await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': product.id },
      body: JSON.stringify({ items: [{ productId: product.id, quantity: 1 }] }),
    }),
    201,
  );
  for (const end = Date.now() + 10_000; ; await new Promise((wake) => setTimeout(wake, 50))) {
    const order = await json<{ id: string; status: string }>(
      await fetch(`${url}/orders/${placed.id}`, { headers }),
      200,
    );
    if (order.status === 'paid') return order;
    if (Date.now() > end) throw new Error(`Order ${placed.id} is ${order.status}, not paid`);
  }
}

/**
 * How many a page of a module has, each of which can be read by itself.
 *
 * @throws when an answer is not the expected one
 */
export async function countOf(
  url: string,
  module: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const list = await fetch(`${url}/${module}`, { headers });
  const { items } = await json<{ items: { id: string }[] }>(list, 200);
  for (const { id } of items) {
    await json(await fetch(`${url}/${module}/${id}`, { headers }), 200);
  }
  return items.length;
}
