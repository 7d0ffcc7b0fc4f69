import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DataClass } from './data-class';

/** Marks the keys of this library: by symbol and not by class, so that two copies of the library know each other's. */
export const IS_DATA_KEY = Symbol.for('cdk-zero-trust.DataKey');
const LISTENER = Symbol.for('cdk-zero-trust.data-handling');

type Listener = (dataClass: DataClass) => void;

/** Calls a listener when somebody is let near data: by the class of its key. */
export function onDataHandled(principal: iam.IPrincipal, listener: Listener): void {
  Object.defineProperty(principal, LISTENER, { value: listener });
}

/** Tells who now handles what is under a key, so that what it logs is masked: who writes data has had it in hand too. */
export function tellDataHandled(grantee: iam.IGrantable, key: kms.IKey): void {
  const listener = (grantee.grantPrincipal as { [LISTENER]?: Listener })[LISTENER];
  if (listener && isClassified(key)) listener(key.dataClass);
}

function isClassified(key: kms.IKey): key is kms.IKey & { readonly dataClass: DataClass } {
  return IS_DATA_KEY in key;
}
