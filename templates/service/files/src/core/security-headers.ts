/**
 * Sent with every answer. One constant object: a plugin that computes these for each request was
 * measured to cost two fifths of the requests per second. What a browser needs for JSON, and no more:
 * `frame-ancestors` says what X-Frame-Options did, and an answer that is no document refers to nothing.
 */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};
