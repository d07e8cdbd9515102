/**
 * Documents the errors that a route's own rules can answer with; what any route can answer with
 * (validation, access, overload) the server documents by itself.
 * @param codes - by status
 * @returns entries of a route's `response` schema
 */
export const problems = (codes: Readonly<Record<number, readonly string[]>>) =>
  Object.fromEntries(
    Object.entries(codes).map(([status, known]) => [
      status,
      {
        description: `\`code\` is ${known.map((code) => `\`${code}\``).join(' or ')}.`,
        content: {
          'application/problem+json': {
            schema: {
              allOf: [
                { $ref: 'Problem#' },
                { type: 'object', properties: { code: { type: 'string', enum: known } } },
              ],
            },
          },
        },
      },
    ]),
  );
