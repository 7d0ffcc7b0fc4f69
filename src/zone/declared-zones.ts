import type { IConstruct } from 'constructs';
import type { TrustZone } from './trust-zone';

const ZONES: unique symbol = Symbol.for('cdk-zero-trust.zones');

/** Zones stand on the scope that they serve. */
interface MayDeclareZones extends IConstruct {
  [ZONES]?: TrustZone[];
}

/** The zones that were declared for a scope itself. */
export function zonesDeclaredFor(scope: IConstruct): TrustZone[] {
  return (scope as MayDeclareZones)[ZONES] ?? [];
}

/** Declares a zone for a scope, once. */
export function declareZoneFor(scope: IConstruct, zone: TrustZone): void {
  const zones = zonesDeclaredFor(scope);
  if (!(ZONES in scope)) Object.defineProperty(scope, ZONES, { value: zones });
  if (!zones.includes(zone)) zones.push(zone);
}
