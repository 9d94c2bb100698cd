// Our own rules for oxlint.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBreach } from './arrows.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

const importArrows = {
  create(context) {
    const file = path.relative(root, context.filename).split(path.sep).join('/');
    const check = (node, source, typeOnly) => {
      if (typeof source?.value !== 'string') return;
      const breach = findBreach(file, source.value, typeOnly);
      if (breach) context.report({ node, message: breach });
    };
    return {
      ImportDeclaration: (node) => check(node, node.source, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.source, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, node.source, false),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal, true),
    };
  },
};

const outside = new Set([
  'process',
  'globalThis',
  'fetch',
  'crypto',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
]);
const asksOutside = { Math: ['random'], Date: ['now'] };

/** Nothing of the world outside: the time, chance, timers, the process. Days, times and ids arrive as data. */
const pure = {
  create(context) {
    const refuse = (node, what) =>
      context.report({ node, message: `${what}: here time, chance and ids arrive as data` });
    return {
      Identifier: (node) => {
        const { parent } = node;
        const isKey =
          (parent.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
          (parent.type === 'Property' && parent.key === node && !parent.shorthand) ||
          parent.type.startsWith('TS') ||
          parent.type === 'MethodDefinition' ||
          parent.type === 'PropertyDefinition';
        if (outside.has(node.name) && !isKey) refuse(node, node.name);
      },
      MemberExpression: (node) => {
        const name = node.computed ? node.property.value : node.property.name;
        if (node.object.type === 'Identifier' && asksOutside[node.object.name]?.includes(name))
          refuse(node, `${node.object.name}.${name}`);
      },
      NewExpression: (node) => {
        if (node.callee.name === 'Date' && node.arguments.length === 0) refuse(node, 'new Date()');
      },
      CallExpression: (node) => {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date') refuse(node, 'Date()');
      },
    };
  },
};

/** Names of variables, parameters and functions that say nothing of what they hold. */
const empty = new Set(['one', 'found', 'asked', 'told']);

/** The identifiers that a pattern binds. */
const boundBy = (pattern) => {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => boundBy(each.type === 'RestElement' ? each.argument : each.value));
    case 'ArrayPattern':
      return pattern.elements.flatMap(boundBy);
    case 'AssignmentPattern':
      return boundBy(pattern.left);
    case 'RestElement':
      return boundBy(pattern.argument);
    default:
      return [];
  }
};

const tellingNames = {
  create(context) {
    const check = (...patterns) => {
      for (const id of patterns.flatMap(boundBy))
        if (empty.has(id.name))
          context.report({
            node: id,
            message: `${id.name} says nothing of what it holds: need, row, refusal, answers …`,
          });
    };
    const checkFunction = (node) => check(node.id, ...node.params);
    return {
      VariableDeclarator: (node) => check(node.id),
      FunctionDeclaration: checkFunction,
      FunctionExpression: checkFunction,
      ArrowFunctionExpression: checkFunction,
    };
  },
};

/** The two ways past what holds unread text (`client/components/unread.tsx`): a form of the browser's own, and an input that gives '' for what it cannot read. */
const holdUnread = {
  create(context) {
    return {
      JSXOpeningElement: (node) => {
        if (node.name.name === 'form')
          context.report({
            node,
            message: 'Form of client/components/form.tsx, which sends nothing that cannot be read',
          });
        const type = node.attributes.find((attribute) => attribute.name?.name === 'type')?.value?.value;
        if (['number', 'date', 'datetime-local', 'month'].includes(type))
          context.report({ node, message: `NumberField or DateField: type="${type}" drops what it cannot read` });
      },
    };
  },
};

export default {
  meta: { name: 'house' },
  rules: { 'import-arrows': importArrows, pure, 'telling-names': tellingNames, 'hold-unread': holdUnread },
};
