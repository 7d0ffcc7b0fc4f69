import { FakeService } from './fake-aws';
import { ServiceError } from '../json-protocol-server';

export interface FakeIpSet {
  readonly id: string;
  readonly name: string;
  readonly scope: 'REGIONAL' | 'CLOUDFRONT';
  readonly version: 'IPV4' | 'IPV6';
  addresses: string[];
}

/** IP sets. A change needs the token of the last one; addresses of IPv6 are given back in full, and a range without the bits behind its mask. */
export class FakeWafv2 implements FakeService {
  public readonly sets = new Map<string, FakeIpSet & { token: number }>();
  /** Changes of others that come between the next reads and their updates. */
  public interruptions = 0;

  public create(set: FakeIpSet): void {
    this.sets.set(set.id, { ...set, token: 1 });
  }

  public answer(operation: string, input: any): object {
    const set = this.sets.get(input.Id);
    if (!set || set.name !== input.Name || set.scope !== input.Scope) throw new ServiceError('WAFNonexistentItemException', 'AWS WAF couldn\'t perform the operation because your resource doesn\'t exist.');
    if (operation === 'GetIPSet') {
      return {
        IPSet: { Id: set.id, Name: set.name, ARN: `arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/${set.name}/${set.id}`, IPAddressVersion: set.version, Addresses: [...set.addresses] },
        LockToken: String(set.token),
      };
    }
    if (operation !== 'UpdateIPSet') throw new Error(`not faked: ${operation}`);
    if (this.interruptions > 0) {
      this.interruptions--;
      set.token++;
    }
    if (input.LockToken !== String(set.token)) throw new ServiceError('WAFOptimisticLockException', 'AWS WAF couldn\'t save your changes because someone changed the resource.');
    if (input.Addresses.length > 10_000) throw new ServiceError('WAFLimitsExceededException', 'AWS WAF couldn\'t perform the operation because you exceeded your resource limit.');
    for (const address of input.Addresses) {
      if (!(set.version === 'IPV4' ? /^[\d.]+\/\d+$/ : /^[\da-f:.]+\/\d+$/i).test(address)) throw new ServiceError('WAFInvalidParameterException', `Your parameter value is ${address}`);
    }
    set.addresses = set.version === 'IPV4' ? input.Addresses : input.Addresses.map(inFull);
    set.token++;
    return { NextLockToken: String(set.token) };
  }
}

/** `2001:db8::1/128` as the service keeps it. */
function inFull(range: string): string {
  const [address, bits] = range.split('/');
  const [head, tail] = address.split('::');
  const groups = (part = '') => part.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail)];
  const all = address.includes('::') ? [...before, ...Array(8 - before.length - after.length).fill('0'), ...after] : before;
  return `${all.map((group) => group.toLowerCase().padStart(4, '0')).join(':')}/${bits}`;
}
