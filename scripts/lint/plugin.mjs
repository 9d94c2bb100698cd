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

export default { meta: { name: 'house' }, rules: { 'import-arrows': importArrows } };
