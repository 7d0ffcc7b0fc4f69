import { IConstruct } from 'constructs';
import type { Profile } from './profile';
import { rememberProfile } from './profile-scope';
import { checkResidencyOf } from './residency';

/** Of a zone what its profile needs. */
interface ProfiledZone extends IConstruct {
  readonly _members: IConstruct[];
  readonly _isBuilt: boolean;
}

/**
 * The profile of a zone, which may come after its constructs: what they took of it they take again (`onEach`). What cannot be taken again stops
 * another profile (`obstacle`), so that none is in force by half.
 */
export class ZoneProfile {
  private adopted: Profile;
  private retentionTaken = false;
  private readonly settings: ((profile: Profile) => void)[] = [];

  /**
   * @param said whether the zone has it by a prop of its own, and not from a scope
   * @param ownsRetention whether logs are kept as long as the zone's own prop has it
   */
  constructor(private readonly zone: ProfiledZone, initial: Profile, said: boolean, private readonly ownsRetention: boolean) {
    this.adopted = initial;
    rememberProfile(zone, {
      said, profile: () => this.adopted, obstacle: (next) => this.obstacle(next as Profile), adopt: (next) => this.adopt(next as Profile),
    });
  }

  public get current(): Profile {
    return this.adopted;
  }

  /** Applies a setting now, and again when the zone gets another profile. */
  public onEach(setting: (profile: Profile) => void): void {
    this.settings.push(setting);
    setting(this.adopted);
  }

  /** Notes that the retention of logs was read by code that does not ask again. */
  public retentionRead(): void {
    this.retentionTaken = true;
  }

  /** Takes the profile of another zone, now and when that gets another one. */
  public follow(leader: ZoneProfile): void {
    rememberProfile(this.zone, { said: false, profile: () => this.adopted, obstacle: () => undefined, adopt: () => undefined });
    leader.onEach((profile) => { if (profile !== this.adopted) this.adopt(profile); });
  }

  /** Why another profile comes too late; undefined when it does not. */
  private obstacle(next: Profile): string | undefined {
    const { adopted: had, zone } = this;
    const otherEnd = had.removalPolicy !== next.removalPolicy;
    const otherParts = had.isDevelopment !== next.isDevelopment;
    // what it gave up is in its metadata already
    const given = had.isDevelopment || (otherEnd && had.framework === 'SANDBOX');
    if (!zone._isBuilt && !given) return undefined;
    const otherwise = [
      ...otherParts ? ['network, keys and web ACLs'] : [],
      ...otherEnd ? ['what happens to data, keys and logs when the stack goes'] : [],
      ...had.backupRetention && had.backupRetention.toDays() !== next.backupRetention?.toDays() ? ['how long backups are kept'] : [],
      ...this.retentionTaken && !this.ownsRetention && had.logRetention !== next.logRetention ? ['how long logs are kept, which code has read'] : [],
    ];
    if (otherwise.length === 0) return undefined;
    const paths = zone._members.map(({ node }) => node.path);
    const built = [...paths.slice(0, 5), ...paths.length > 5 ? [`${paths.length - 5} more`] : []].join(', ');
    return `decides otherwise of ${otherwise.join('; ')}. Built with ${had.name} are ${built || 'parts of the zone'}`;
  }

  private adopt(next: Profile): void {
    [this.zone, ...this.zone._members].forEach((one) => checkResidencyOf(next, one));
    this.adopted = next;
    this.settings.forEach((setting) => setting(next));
  }
}
