/**
 * How sensitive the data is that a construct holds or handles. Each class in a zone has a key of its own, so that
 * access to one class never decrypts another.
 */
export enum DataClass {
  /** Anyone may see it. */
  PUBLIC = 'PUBLIC',
  /** For everyone inside the organisation. */
  INTERNAL = 'INTERNAL',
  /** Harm follows when it leaks; the default. */
  CONFIDENTIAL = 'CONFIDENTIAL',
  /** Personal, health or card data; secrets. */
  RESTRICTED = 'RESTRICTED',
}
