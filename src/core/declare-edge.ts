import { Reference, Token, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import type { Edge } from './edge';

export const EDGE_METADATA = 'cdk-zero-trust:edge';

/** Records an edge on the construct that caused it. */
export function declareEdge(on: IConstruct, edge: Edge): void {
  edges++;
  on.node.addMetadata(EDGE_METADATA, JSON.stringify(edge));
}

let edges = 0;

/** How many edges were declared so far: what was read of them holds while this is the same. */
export function edgesDeclared(): number {
  return edges;
}

let declared = 0;

/** Runs a grant whose edge is declared by its target, so that the caller's role does not declare it once more. */
export function withEdgeDeclared(grant: () => iam.Grant): iam.Grant {
  declared++;
  try {
    return grant();
  } finally {
    declared--;
  }
}

/** Whether the statement that arrives belongs to an edge that is declared already. */
export function isEdgeDeclared(): boolean {
  return declared > 0;
}

/** How a grantee is called in an edge: the construct that the reader wrote, not the role inside it. */
export function callerOf(grantee: iam.IGrantable): string {
  if (Construct.isConstruct(grantee)) return grantee.node.path;
  const principal = grantee.grantPrincipal;
  if (Construct.isConstruct(principal)) return principal.node.path;
  const text = withoutTokens(principal.toString());
  return text.includes('(*)') || text === '*' ? 'principal' : text;
}

/** How a granted ARN is called in an edge: the construct behind the reference, or the ARN itself. */
export function targetOf(arn: string): string {
  const reference = Tokenization.reverseString(arn).tokens.find(Reference.isReference);
  if (!reference) return withoutTokens(arn);
  const target = reference.target;
  const named = target.node.id === 'Resource' && target.node.scope ? target.node.scope : target;
  return named.node.path;
}

/** What is known at deployment only is a wildcard. */
function withoutTokens(text: string): string {
  return Token.isUnresolved(text) ? text.replace(/\$\{Token\[[^\]]*\]\}/g, '*') : text;
}
