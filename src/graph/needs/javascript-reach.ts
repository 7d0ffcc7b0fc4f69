import type { Entry } from './entry';
import { Containers } from './javascript-containers';
import { EnvironmentTests } from './javascript-environment';
import { JavaScriptExports } from './javascript-exports';
import { Scopes } from './javascript-scopes';
import { Node, visit } from './javascript-tree';
import { Parts, Reached, Walk } from './javascript-walk';
import { Wrappers } from './javascript-wrappers';

/**
 * What of a file runs for a function: from the exports that Lambda calls, and from what runs when the file is loaded. A function runs where its name is
 * mentioned by code that runs, whether it is called there or not. What code keeps for later, in an object or with a library that is not seen, is possible.
 */
export class JavaScriptReach {
  private readonly parts: Parts;
  /** Whether names are made while code runs: then all of the file may run. */
  private readonly isOpen: boolean;

  constructor(private readonly tree: Node) {
    const scopes = new Scopes(tree);
    const exports = new JavaScriptExports(tree, scopes);
    const isExport = (mention: Node) => {
      const parent = scopes.parentOf(mention);
      if (parent?.type !== 'AssignmentExpression') return parent?.type === 'ExportSpecifier';
      return parent.right === mention && (exports.isExports(parent.left) || exports.nameIn(parent.left) !== undefined);
    };
    this.parts = {
      scopes, exports, tests: new EnvironmentTests(tree, scopes), containers: new Containers(scopes, isExport), wrappers: new Wrappers(tree, scopes),
    };
    let isOpen = false;
    visit(tree, ({ type, callee }) => { isOpen ||= type === 'WithStatement' || (type === 'CallExpression' && callee.name === 'eval' && !scopes.of(callee)); });
    this.isOpen = isOpen;
  }

  public from(entry: Entry): Reached {
    return new Walk(this.tree, this.parts, entry, this.isOpen).reached();
  }
}
