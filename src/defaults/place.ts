import { Construct } from 'constructs';
import { pathOf } from '../core/construct-path';
import { TrustZone } from '../zone/trust-zone';

/**
 * Where a construct stands, or will stand: props are filled before it exists.
 *
 * @internal
 */
export class Place {
  private ownScope?: Construct;
  private nearest?: TrustZone;

  constructor(public readonly scope: Construct, public readonly id: string) {}

  public get path(): string {
    return pathOf(this.scope, this.id);
  }

  /** The zone of the construct, looked for when something of it is needed. */
  public get zone(): TrustZone {
    this.nearest ??= TrustZone.of(this.scope);
    return this.nearest;
  }

  /** What the construct owns stands beside it, as it has to be there first. */
  public get own(): Construct {
    this.ownScope ??= new Construct(this.scope, `${this.id}Own`);
    return this.ownScope;
  }
}
