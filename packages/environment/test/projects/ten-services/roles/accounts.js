export function answer({ url }) {
  return `${url.slice(1)}@example.com`;
}
