// Rewrites programs that are not written in the one form that engines run. It runs in a sandbox of its own, on text that nobody has read.
//
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
