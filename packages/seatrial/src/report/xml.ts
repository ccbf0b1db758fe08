import { plainText } from './plain-text.ts';

export type XmlAttributes = Readonly<Record<string, string>>;

/** An element that holds elements, one a line; empty children are left out. */
export function xmlElement(
  name: string,
  attributes: XmlAttributes,
  children: readonly string[] = [],
): string {
  const body = children.filter((child) => child !== '').join('\n');
  return body === ''
    ? `<${name}${attributeText(attributes)}/>`
    : `<${name}${attributeText(attributes)}>\n${body}\n</${name}>`;
}

/** An element that holds text of any origin, which is escaped here. */
export function xmlTextElement(name: string, attributes: XmlAttributes, text: string): string {
  return `<${name}${attributeText(attributes)}>${escapeXml(text)}</${name}>`;
}

function attributeText(attributes: XmlAttributes): string {
  // A parser would read a bare line feed in an attribute as a space.
  return Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(value).replaceAll('\n', '&#10;')}"`)
    .join('');
}

function escapeXml(text: string): string {
  return plainText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
