import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { DataClass } from './data-class';
import { DataKey } from '../zone/keys/data-key';

const LISTENER = Symbol.for('cdk-zero-trust.data-handling');

type Listener = (dataClass: DataClass) => void;

/** Calls a listener when somebody is let near data: by the class of its key. */
export function onDataHandled(principal: iam.IPrincipal, listener: Listener): void {
  Object.defineProperty(principal, LISTENER, { value: listener });
}

/** Tells who now handles what is under a key, so that what it logs is masked: who writes data has had it in hand too. */
export function tellDataHandled(grantee: iam.IGrantable, key: kms.IKey): void {
  const listener = (grantee.grantPrincipal as { [LISTENER]?: Listener })[LISTENER];
  if (listener && DataKey.isDataKey(key)) listener(key.dataClass);
}
