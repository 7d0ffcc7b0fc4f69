/** What the authorizer was deployed with. */
export interface Config {
  readonly namespace: string;
  /** Identifier of the API, as policies call it. */
  readonly api: string;
  readonly routes: string[];
  /** Claims of the token that reach policies as `context.posture` → what they hold. */
  readonly posture: Record<string, 'STRING' | 'BOOLEAN' | 'LONG' | 'STRING_SET'>;
  readonly behindCloudFront: boolean;
  readonly clientCertificate: boolean;
  /** Whether tokens can be revoked by a list. */
  readonly revocations?: boolean;
  readonly jwks?: any;
  /** Schema and policies of an authorizer that decides by itself. */
  readonly local?: { readonly schema: any; readonly policies: Record<string, string> };
}
