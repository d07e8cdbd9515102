/**
 * The strongly connected components of a graph, each after those that it points to: R. Tarjan,
 * "Depth-First Search and Linear Graph Algorithms", SIAM Journal on Computing 1 (1972).
 *
 * @param graph - node → those that it points to, all of them nodes
 */
export function components<T>(graph: ReadonlyMap<T, readonly T[]>): readonly (readonly T[])[] {
  const order = new Map<T, number>();
  const open: T[] = [];
  const isOpen = new Set<T>();
  const found: (readonly T[])[] = [];

  const visit = (node: T): number => {
    const number = order.size;
    order.set(node, number);
    open.push(node);
    isOpen.add(node);
    let low = number;
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) low = Math.min(low, visit(next));
      else if (isOpen.has(next)) low = Math.min(low, order.get(next) ?? low);
    }
    if (low === number) {
      const component = open.splice(open.indexOf(node));
      for (const member of component) isOpen.delete(member);
      found.push(component);
    }
    return low;
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return found;
}
