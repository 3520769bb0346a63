import type { AnyNode } from 'acorn';
import type { Unsupported } from './find-unsupported.ts';

const RESPONSE_METHODS = new Set(['html', 'submitForm', 'clickLink']);
const AUTHENTICATIONS = new Set(['digest', 'ntlm']);

/**
 * Collects what a script uses of `k6/http` and the embedded engine does not have, where no import tells: methods of
 * responses and values of parameters. A method that the script defines itself is not k6's.
 */
export class MissingHttpFeatures {
  readonly #calls = new Map<string, AnyNode>();
  readonly #authentications: Unsupported[] = [];
  readonly #defined = new Set<string>();
  #importsHttp = false;

  visit(node: AnyNode): void {
    switch (node.type) {
      case 'ImportDeclaration':
        this.#importsHttp ||= node.source.value === 'k6/http';
        break;
      case 'CallExpression': {
        const name = node.callee.type === 'MemberExpression' ? nameOf(node.callee) : undefined;
        if (name !== undefined && RESPONSE_METHODS.has(name) && !this.#calls.has(name)) this.#calls.set(name, node);
        break;
      }
      case 'AssignmentExpression':
        if (node.left.type === 'MemberExpression') this.#defined.add(nameOf(node.left) ?? '');
        break;
      case 'MethodDefinition':
      case 'PropertyDefinition':
        if (node.key.type === 'Identifier') this.#defined.add(node.key.name);
        break;
      case 'Property':
        if (node.key.type !== 'Identifier') break;
        this.#defined.add(node.key.name);
        if (node.key.name === 'auth' && node.value.type === 'Literal')
          this.#visitAuthentication(node, node.value.value);
        break;
    }
  }

  get problems(): Unsupported[] {
    if (!this.#importsHttp) return [];
    const calls = [...this.#calls].filter(([name]) => !this.#defined.has(name));
    return [
      ...calls.map(([name, node]) => ({ node, reason: `The embedded engine has no Response.${name}()` })),
      ...this.#authentications,
    ];
  }

  #visitAuthentication(node: AnyNode, value: unknown): void {
    if (typeof value !== 'string' || !AUTHENTICATIONS.has(value)) return;
    this.#authentications.push({ node, reason: `The embedded engine has no ${value} authentication` });
  }
}

function nameOf(member: AnyNode & { type: 'MemberExpression' }): string | undefined {
  return !member.computed && member.property.type === 'Identifier' ? member.property.name : undefined;
}
