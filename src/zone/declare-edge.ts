import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import type { Edge } from './edge';

export const EDGE_METADATA = 'cdk-zero-trust:edge';

/** Records an edge on the construct that caused it. */
export function declareEdge(on: IConstruct, edge: Edge): void {
  on.node.addMetadata(EDGE_METADATA, JSON.stringify(edge));
}

/** How a grantee is called in an edge: the construct that the reader wrote, not the role inside it. */
export function callerOf(grantee: iam.IGrantable): string {
  if (Construct.isConstruct(grantee)) return grantee.node.path;
  const principal = grantee.grantPrincipal;
  if (Construct.isConstruct(principal)) return principal.node.path;
  const text = principal.toString();
  return Token.isUnresolved(text) ? 'principal' : text;
}
