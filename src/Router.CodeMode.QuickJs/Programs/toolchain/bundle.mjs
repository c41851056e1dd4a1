// Puts an entry and all CommonJS modules that it requires into one script, for an engine that has no modules.
// node bundle.mjs <entry> <output> <folder that holds node_modules>
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const [entry, output, root] = process.argv.slice(2).map((argument) => resolve(argument));
const fromRoot = createRequire(resolve(root, 'package.json'));
const acorn = fromRoot('acorn');
const modules = new Map();

/** The names that a text requires: of calls, not of whatever looks like one in a comment. */
function required(node) {
  if (Array.isArray(node)) return node.flatMap(required);
  if (node === null || typeof node !== 'object') return [];
  if (node.type === 'CallExpression' && node.callee.name === 'require' && node.arguments[0]?.type === 'Literal') return [node.arguments[0].value];
  return Object.values(node).flatMap(required);
}

/** The engine reads the bundle each time a process loads it: comments and indentation are half of it. */
function without(comments, text) {
  let kept = '';
  let from = 0;
  for (const { start, end } of comments) {
    kept += text.slice(from, start) + ' ';
    from = end;
  }
  return (kept + text.slice(from)).replace(/^[ \t]+\n/gm, '');
}

function add(file, require) {
  if (modules.has(file)) return modules.get(file).id;
  const comments = [];
  const source = readFileSync(file, 'utf8');
  const names = required(acorn.parse(source, { ecmaVersion: 'latest', onComment: comments }));
  const module = { id: modules.size, text: without(comments, source), requires: {} };
  modules.set(file, module);
  for (const name of names) {
    const found = require.resolve(name);
    module.requires[name] = add(found, createRequire(found));
  }
  return module.id;
}

add(entry, fromRoot);

const parts = [...modules.values()].map(({ text, requires }) =>
  `[${JSON.stringify(requires)}, function (module, exports, require) {\n${text}\n}]`);
writeFileSync(output, `(function () {
const modules = [
${parts.join(',\n')}
];
const loaded = [];
function load(id) {
  if (loaded[id] !== undefined) return loaded[id].exports;
  const module = (loaded[id] = { exports: {} });
  modules[id][1](module, module.exports, (name) => load(modules[id][0][name]));
  return module.exports;
}
load(0);
})();
`);
