import { join } from 'path';
import { StackProps } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { GatewayPrefixLists } from 'cdk-zero-trust';

export interface ClaimsStackProps extends StackProps {
  /** For a region whose gateway prefix lists the library does not know. */
  readonly prefixLists?: GatewayPrefixLists;
}

/** The bundled code of a handler. */
export function handlerCode(name: string): Code {
  return Code.fromAsset(join(__dirname, 'dist', name));
}
