import type { IConstruct } from 'constructs';

const ZONES: unique symbol = Symbol.for('cdk-zero-trust.zones');

/** Zones stand on the scope that they serve. */
interface MayDeclareZones extends IConstruct {
  [ZONES]?: IConstruct[];
}

/** The zones that were declared for a scope itself. */
export function zonesDeclaredFor<Zone extends IConstruct>(scope: IConstruct): Zone[] {
  return ((scope as MayDeclareZones)[ZONES] ?? []) as Zone[];
}

/** Declares a zone for a scope, once. */
export function declareZoneFor(scope: IConstruct, zone: IConstruct): void {
  const zones = zonesDeclaredFor(scope);
  if (!(ZONES in scope)) Object.defineProperty(scope, ZONES, { value: zones });
  if (!zones.includes(zone)) zones.push(zone);
}
