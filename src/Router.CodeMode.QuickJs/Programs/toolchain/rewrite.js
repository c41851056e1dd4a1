// Rewrites programs that are not written in the one form that engines run. It runs in a sandbox of its own, on text that nobody has read.
//
// calls(text) answers with the calls of a body by names that it has not declared: [{"name","line","column","arguments","members"}].
// rewrite(text), text being JSON of the source as all arguments and answers here, answers with one of
//   {"body":"…","form":"Statements"|"Module"}     with "inserted":{"line","column","length"} where characters were put into a line
//   {"error":{"message","line","column"}}          the text cannot be parsed
//   {"imports":"name"}                             it imports something

'use strict';

const acorn = require('acorn');

const acornOptions = {
  ecmaVersion: 'latest',
  allowAwaitOutsideFunction: true,
  allowReturnOutsideFunction: true,
  allowImportExportEverywhere: false,
  locations: true,
};

globalThis.calls = (request) => JSON.stringify(calls(JSON.parse(request)));
globalThis.rewrite = (request) => JSON.stringify(rewrite(JSON.parse(request)));

function rewrite(text) {
  let program;
  try {
    program = parse(text);
  } catch (error) {
    return { error: describe(error) };
  }
  const imported = program.body.find((statement) =>
    statement.type === 'ImportDeclaration' || (statement.type.startsWith('Export') && statement.source));
  if (imported) return { imports: imported.source.value };
  const isModule = program.body.some((statement) => statement.type.startsWith('Export'));
  return isModule ? fromModule(text, program) : fromStatements(text, program);
}

/** Modules are strict; what only parses as a script is a script. */
function parse(text) {
  try {
    return acorn.parse(text, { ...acornOptions, sourceType: 'module' });
  } catch (error) {
    try {
      return acorn.parse(text, { ...acornOptions, sourceType: 'script' });
    } catch {
      throw error;
    }
  }
}

/** Exports lose their keyword, by as many spaces, so that no column moves; the default export is returned at the end. */
function fromModule(text, program) {
  let body = text;
  let result;
  const blank = (start, end) => {
    body = body.slice(0, start) + ' '.repeat(end - start) + body.slice(end);
  };
  for (const statement of program.body) {
    if (statement.type === 'ExportNamedDeclaration') {
      if (statement.declaration) {
        blank(statement.start, statement.declaration.start);
      } else {
        const chosen = statement.specifiers.find((specifier) => nameOf(specifier.exported) === 'default');
        if (chosen) result = nameOf(chosen.local);
        blank(statement.start, statement.end);
      }
    } else if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement;
      if (/Declaration$/.test(declaration.type) && declaration.id) {
        blank(statement.start, declaration.start);
        result = declaration.id.name;
      } else {
        // "export default" is 14 characters, and so is this.
        const room = declaration.start - statement.start;
        const head = 'var $default =';
        body = body.slice(0, statement.start) + head + body.slice(statement.start + 14, statement.start + room) + body.slice(statement.start + room);
        result = '$default';
      }
    }
  }
  return { body: result === undefined ? `${body}\n` : `${body}\n;return ${result};`, form: 'Module' };
}

const nameOf = (node) => (node.type === 'Literal' ? node.value : node.name);

/** Without a return, the value of the last statement is meant, or the function that was declared and never called. */
function fromStatements(text, program) {
  const last = program.body[program.body.length - 1];
  if (last === undefined || hasReturn(program.body)) return { body: text, form: 'Statements' };
  if (last.type === 'ExpressionStatement') {
    return {
      body: `${text.slice(0, last.start)}return ${text.slice(last.start)}`,
      form: 'Statements',
      inserted: { line: last.loc.start.line, column: last.loc.start.column + 1, length: 7 },
    };
  }
  const main = uncalled(program.body);
  return { body: main === undefined ? text : `${text}\n;return ${main};`, form: 'Statements' };
}

/** A program of nothing but declarations means the function named main, or its only function, or else its last one. */
function uncalled(body) {
  const names = [];
  for (const statement of body) {
    if (statement.type === 'FunctionDeclaration') {
      names.push(statement.id.name);
    } else if (statement.type === 'VariableDeclaration') {
      for (const { id, init } of statement.declarations) {
        if (id.type === 'Identifier' && init && /Function/.test(init.type)) names.push(id.name);
      }
    } else if (statement.type !== 'ClassDeclaration' && statement.type !== 'EmptyStatement') {
      return undefined;
    }
  }
  return names.includes('main') ? 'main' : names[names.length - 1];
}

/** Whether a statement returns from the program itself, outside of any function in it. */
function hasReturn(node) {
  if (Array.isArray(node)) return node.some(hasReturn);
  if (node === null || typeof node !== 'object' || typeof node.type !== 'string') return false;
  if (node.type === 'ReturnStatement') return true;
  if (/Function|Class/.test(node.type) || /Expression$/.test(node.type)) return false;
  return Object.keys(node).some((key) => key !== 'loc' && hasReturn(node[key]));
}

/** Acorn ends its messages with "(line:column)" and counts columns from 0. */
function describe(error) {
  const message = String(error.message).replace(/\s*\(\d+:\d+\)\s*$/, '');
  return error.loc ? { message, line: error.loc.line, column: error.loc.column + 1 } : { message };
}

/** Calls by dotted names whose first part the program has not declared. */
function calls(body) {
  let program;
  try {
    program = acorn.parse(body, { ...acornOptions, sourceType: 'script' });
  } catch {
    return [];
  }
  const declared = new Set();
  const found = [];
  visit(program, (node) => {
    if (node.type === 'VariableDeclarator' || node.type === 'CatchClause') bind(node.id ?? node.param, declared);
    if (/Function|Class/.test(node.type) && node.id) declared.add(node.id.name);
    if (/Function/.test(node.type)) node.params?.forEach((parameter) => bind(parameter, declared));
    if (node.type === 'CallExpression') {
      const name = dotted(node.callee);
      if (name !== undefined) found.push({ name, node });
    }
  });
  return found.filter(({ name }) => !declared.has(name.split('.')[0])).map(({ name, node }) => {
    const values = node.arguments.map(literal);
    const only = node.arguments.length === 1 ? node.arguments[0] : undefined;
    const known = values.every((value) => value !== unknown);
    return {
      name,
      line: node.loc.start.line,
      column: node.loc.start.column + 1,
      arguments: known ? JSON.stringify(values) : null,
      members: !known && only?.type === 'ObjectExpression' ? membersOf(only) : null,
    };
  });
}

function visit(node, see) {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, see);
  } else if (node !== null && typeof node === 'object' && typeof node.type === 'string') {
    see(node);
    for (const key of Object.keys(node)) if (key !== 'loc') visit(node[key], see);
  }
}

/** The names that a pattern declares. */
function bind(pattern, names) {
  switch (pattern?.type) {
    case 'Identifier': names.add(pattern.name); break;
    case 'ObjectPattern': pattern.properties.forEach((property) => bind(property.value ?? property.argument, names)); break;
    case 'ArrayPattern': pattern.elements.forEach((element) => bind(element, names)); break;
    case 'AssignmentPattern': bind(pattern.left, names); break;
    case 'RestElement': bind(pattern.argument, names); break;
  }
}

function dotted(node) {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression') return undefined;
  const property = node.computed ? (node.property.type === 'Literal' ? String(node.property.value) : undefined) : node.property.name;
  const object = dotted(node.object);
  return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}

const unknown = Symbol('unknown');

function literal(node) {
  switch (node?.type) {
    case 'Literal': return node.regex || node.bigint ? unknown : node.value;
    case 'TemplateLiteral': return node.expressions.length === 0 ? node.quasis[0].value.cooked : unknown;
    case 'UnaryExpression': return node.operator === '-' && typeof literal(node.argument) === 'number' ? -literal(node.argument) : unknown;
    case 'ArrayExpression': {
      const items = node.elements.map(literal);
      return items.includes(unknown) ? unknown : items;
    }
    case 'ObjectExpression': {
      const names = membersOf(node);
      const values = node.properties.map((property) => literal(property.value));
      return names === null || values.includes(unknown) ? unknown : Object.fromEntries(names.map((name, i) => [name, values[i]]));
    }
    default: return unknown;
  }
}

/** The names of an object's members; null where some are computed, spread or methods. */
function membersOf(node) {
  const names = node.properties.map((property) =>
    property.type === 'Property' && !property.computed && property.kind === 'init' ? String(property.key.name ?? property.key.value) : null);
  return names.includes(null) ? null : names;
}
