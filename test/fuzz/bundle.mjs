// The targets in one file, with a mark in each block of our sources that says when it is reached: see coverage.ts.

import { fileURLToPath } from 'node:url';
import { build, parseSync, Visitor } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
export const BUNDLE = new URL('../../.cache/fuzz/worker.mjs', import.meta.url);

/** Writes `.cache/fuzz/worker.mjs`; returns how many blocks there are. */
export async function bundle() {
  const marks = { count: 0 };
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [markBlocks(marks)],
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      outDir: '.cache/fuzz',
      emptyOutDir: true,
      rollupOptions: { input: { worker: 'test/fuzz/worker.ts' }, output: { entryFileNames: '[name].mjs', codeSplitting: false } },
    },
  });
  return marks.count;
}

function markBlocks(marks) {
  return {
    name: 'mark-blocks',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(SOURCES) || !id.endsWith('.ts')) return null;
      return { code: marked(code, id, marks), map: null };
    },
  };
}

/** The source with a mark at the start of each block, case, branch of a condition and right side of a `&&`, `||` or `??`. */
function marked(code, id, marks) {
  const inserts = [];
  const mark = () => {
    const block = marks.count++;
    return `__reached[${block}]||__reach(${block})`;
  };
  const statement = (at) => inserts.push({ at, text: `${mark()};` });
  const expression = ({ start, end }) => inserts.push({ at: start, text: `(${mark()},` }, { at: end, text: ')', isEnd: true });
  const body = (node) => {
    if (node === null || node.type === 'BlockStatement') return;
    inserts.push({ at: node.start, text: `{${mark()};` }, { at: node.end, text: '}', isEnd: true });
  };
  new Visitor({
    BlockStatement: ({ start }) => statement(start + 1),
    SwitchCase: ({ consequent: [first] }) => first !== undefined && first.type !== 'BlockStatement' && statement(first.start),
    IfStatement: ({ consequent, alternate }) => {
      body(consequent);
      if (alternate?.type !== 'IfStatement') body(alternate);
    },
    ForStatement: (node) => body(node.body),
    ForOfStatement: (node) => body(node.body),
    ForInStatement: (node) => body(node.body),
    WhileStatement: (node) => body(node.body),
    ConditionalExpression: ({ consequent, alternate }) => {
      expression(consequent);
      expression(alternate);
    },
    LogicalExpression: ({ right }) => expression(right),
    ArrowFunctionExpression: (node) => node.body.type !== 'BlockStatement' && expression(node.body),
  }).visit(parseSync(id, code).program);
  return inserted(code, inserts);
}

/** At one place an end goes before a start; of starts the outer one, which was visited first, before the inner. */
function inserted(code, inserts) {
  const ordered = inserts.map((insert, order) => ({ ...insert, order }));
  ordered.sort((a, b) => a.at - b.at || Number(b.isEnd ?? false) - Number(a.isEnd ?? false) || (a.isEnd ? b.order - a.order : a.order - b.order));
  let text = '';
  let at = 0;
  for (const insert of ordered) {
    text += code.slice(at, insert.at) + insert.text;
    at = insert.at;
  }
  return text + code.slice(at);
}
