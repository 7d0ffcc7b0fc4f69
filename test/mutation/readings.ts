import { Place, Resources } from './places';
import { TemplateModel } from '../../src/model';
import { intrinsicOf } from '../../src/model/json';
import { Rule } from '../../src/rules';
import { credentialPlacesIn } from '../../src/rules/credentials-anywhere';
import { isConditional } from '../../src/rules/trust/policies';

/** What a rule looked at when it passed a resource: what is there, and what it looked for and did not find. */
export interface Reading {
  readonly rule: Rule;
  readonly logicalId: string;
  readonly places: Place[];
}

/** Search every text of a resource for what must not be there: they judge none of the places where it is not. Their cases put it there. */
const SEARCHES = ['ZT-SECRETS-010', 'ZT-SECRETS-011', 'ZT-TRUST-007'];

/** Search every property of a resource for policies, and judge the statements of these alone. */
const SEARCHES_OF_POLICIES = ['ZT-TRUST-001', 'ZT-TRUST-002', 'ZT-TRUST-003', 'ZT-TRUST-008'];

/** Watches rules pass. What they look at is what they guard. */
export function readingsOf(template: { readonly Resources: Resources }, rules: Rule[], only?: string): Reading[] {
  return rules.flatMap((rule) => {
    const watch = new Watch();
    const model = new TemplateModel([{ id: 'Stack', name: 'Stack', template: watch.over(template, []) }]);
    for (const resource of model.resources) {
      credentialPlacesIn(resource); // as does the look for credentials
      isConditional(resource); // and for conditions
      model.referrers(resource); // the index of references reads everything, which is no judgement
      for (const [name, key] of [['deletionPolicy', 'DeletionPolicy'], ['updateReplacePolicy', 'UpdateReplacePolicy']] as const) {
        const value = resource[name];
        Object.defineProperty(resource, name, { get: () => (watch.saw(['Resources', resource.logicalId, key]), value) });
      }
    }
    const judged = rule.types.flatMap((type) => model.ofType(type)).filter(({ logicalId }) => only === undefined || logicalId === only);
    return judged.flatMap((resource) => {
      const places = watch.begin(resource.logicalId);
      const results = model.worlds.explore(() => rule.check(resource, model));
      return results?.every(({ verdict }) => verdict === 'pass') ? [{ rule, logicalId: resource.logicalId, places: judgedBy(rule, places) }] : [];
    });
  });
}

function judgedBy({ id }: Rule, places: Place[]): Place[] {
  if (SEARCHES.includes(id)) return [];
  if (!SEARCHES_OF_POLICIES.includes(id)) return places;
  const documentOf = (place: Place) => place.slice(0, place.indexOf('Statement') + 1).join('\n');
  // a policy that another rule judges is found, and asked no further
  const judged = new Set(places.filter((place) => place.includes('Principal')).map(documentOf));
  return places.filter((place) => place.includes('Statement') && judged.has(documentOf(place)));
}

/** Stands between a rule and a template, and notes what is asked for. */
class Watch {
  private places: Place[] = [];
  private judged?: string;
  private readonly seen = new Set<string>();
  private readonly searched = new Set<string>();
  private readonly proxies = new WeakMap<object, object>();

  public begin(judged: string): Place[] {
    this.judged = judged;
    this.seen.clear();
    this.searched.clear();
    return this.places = [];
  }

  public saw([section, ...place]: Place): void {
    const key = place.join('\n');
    if (section !== 'Resources' || this.seen.has(key) || this.searched.has(place[0])) return;
    this.seen.add(key);
    this.places.push(place);
  }

  /** An object like the one given that tells what is asked of it. What is inside of an intrinsic function counts as the function. */
  public over<T extends object>(json: T, place: Place, inIntrinsic = false): T {
    const known = this.proxies.get(json);
    if (known) return known as T;
    const isIntrinsic = inIntrinsic || intrinsicOf(json) !== undefined;
    const note = (key: string | symbol): Place => {
      if (isIntrinsic || typeof key === 'symbol' || (Array.isArray(json) && !/^\d+$/.test(key))) return place;
      this.saw([...place, key]);
      return [...place, key];
    };
    // Object.entries asks for the keys, then for the first key's descriptor, then for its value; nothing else does so
    let step = '';
    const proxy = new Proxy(json, {
      ownKeys: (target) => {
        step = 'keys';
        return Reflect.ownKeys(target);
      },
      getOwnPropertyDescriptor: (target, key) => {
        step = step === 'keys' ? 'first key' : '';
        if (!Reflect.has(target, key)) note(key);
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
      get: (target, key) => {
        if (key === 'toJSON') return () => target; // what is printed is not judged
        if (step === 'first key') this.search(place);
        step = '';
        const value = Reflect.get(target, key);
        const at = note(key);
        return typeof value === 'object' && value !== null ? this.over(value, at, isIntrinsic) : value;
      },
    });
    this.proxies.set(json, proxy);
    return proxy;
  }

  /** Who goes through all properties of another resource searches for references there, and judges nothing. */
  private search([section, logicalId, properties, ...deeper]: Place): void {
    if (section === 'Resources' && properties === 'Properties' && deeper.length === 0 && logicalId !== this.judged) this.searched.add(logicalId);
  }
}
