import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../../src/renderer');

/** What is the same in every language. */
const SAME = new Set([
  'Patchbay',
  'English',
  '简体中文',
  'Switch to English',
  '切换到简体中文',
  'RTT',
  'End',
  'Enter',
  'Ctrl',
  'Del',
  'Alt ←',
  'Alt →',
  'ms',
  'true',
  'false',
  'null',
  'JSON',
]);
/** Values as a person would type them, and keys. */
const EXAMPLES = new Set([
  'de ad be ef',
  '3q2+7w==',
  '/metrics',
  'order:*',
  'https://example.com',
  'http://127.0.0.1:8080',
  '-----BEGIN …',
  'Ctrl ↵',
  'Ctrl + · Ctrl − · Ctrl 0',
  'max',
]);
/** Attributes that a person reads or hears. */
const READ = new Set([
  'label',
  'title',
  'placeholder',
  'alt',
  'text',
  'hint',
  'description',
  'note',
  'heading',
  'summary',
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'aria-roledescription',
]);

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Texts that the file shows without the catalogues. */
function textsOf(code: string): readonly string[] {
  const found: string[] = [];
  walk(parseSync('file.tsx', code).program as unknown as Node, false);
  return found.filter((text) => /\p{L}{2,}/u.test(text) && !SAME.has(text.trim()) && !EXAMPLES.has(text.trim()));

  function walk(node: Node, isShown: boolean): void {
    if (node.type === 'JSXText') found.push(String(node.value));
    else if (isShown && node.type === 'Literal' && typeof node.value === 'string') found.push(node.value);
    else if (isShown && node.type === 'TemplateElement') found.push((node.value as { readonly cooked?: string }).cooked ?? '');
    for (const [key, value] of Object.entries(node)) {
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, shows(node, key, child, isShown));
    }
  }
}

/** Whether a string at this place is shown as it is. */
function shows(parent: Node, key: string, child: Node, isShown: boolean): boolean {
  switch (parent.type) {
    case 'JSXAttribute':
      return key === 'value' && READ.has(String((parent.name as { readonly name?: unknown }).name));
    case 'JSXElement':
    case 'JSXFragment':
      return key === 'children' && child.type === 'JSXExpressionContainer';
    case 'JSXExpressionContainer':
    case 'TemplateLiteral':
      return isShown;
    // What is compared is not shown, what it decides on is.
    case 'ConditionalExpression':
      return isShown && key !== 'test';
    case 'LogicalExpression':
      return isShown && key === 'right';
    default:
      return false;
  }
}

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.tsx'));

test.each(files)('%s shows no text that is not in the catalogues', (file) => {
  expect(textsOf(readFileSync(join(ROOT, file), 'utf8'))).toEqual([]);
});

test('texts are found wherever they are shown', () => {
  const code = `export const A = ({ is }: { is: boolean }) => (
    <p title="a title" className="not this" label={is ? 'yes it is' : other('not this')}>
      a text {is && 'a condition'} {is === 'not this' ? null : \`a \${is} template\`} {t('not.this')}
    </p>);`;
  expect(textsOf(code).map((text) => text.trim())).toEqual(['a title', 'yes it is', 'a text', 'a condition', 'template']);
});
