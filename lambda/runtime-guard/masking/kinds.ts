/** What is masked. The names stand in the policy of a function and in its events. */
export type DataKind = 'card' | 'iban' | 'national-id' | 'email' | 'jwt' | 'private-key' | 'aws-key' | 'token' | 'password';

/** Read by its checksum or its form, and replaced by as much as a reader of the log needs. */
export interface Detected {
  readonly kind: DataKind;
  readonly masked: string;
}
