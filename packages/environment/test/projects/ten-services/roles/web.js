export async function answer() {
  const goods = await (await fetch(process.env.CATALOG_URL)).json();
  return goods.map(({ name, cents }) => `${name} ${cents / 100}`).join('\n');
}
