import { Token } from 'aws-cdk-lib';
import { ZeroTrustError } from '../core/errors';
import { checkText } from '../core/written-text';

/** What an opening adds to the policy of a function, as lambda/runtime-guard/policy.ts reads it. @internal */
export interface OpeningEntry {
  readonly name: 'addons' | 'programs' | 'folders' | 'code' | 'workers' | 'host' | 'data';
  /** None for what is open or is not. */
  readonly value?: string;
  readonly reason: string;
}

/** Written below a folder of a function, or an absolute path. */
const PATH = /^\/[\w@.+/-]+$/;
const HOST = /^(?=.{1,253}(:\d+)?$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/;

/**
 * What a function may do beyond what its grants and destinations declare. Each has a reason, which stands in the metadata of the template and in the evidence.
 *
 * @example
 * declare const zone: TrustZone;
 *
 * new RuntimeGuard(zone, 'Guard', { openings: [Opening.addons('/var/task/node_modules/sharp', 'sharp decodes uploaded pictures')] });
 */
export class Opening {
  /**
   * Native addons below a folder may be loaded. What they do, the guard does not see.
   *
   * Throws `NoReason`, `BadPath` for what is no absolute path below /var/task, /var/runtime or /opt.
   *
   * @param folder such as `/var/task/node_modules/sharp`
   * @param reason why
   */
  public static addons(folder: string, reason: string): Opening {
    if (!PATH.test(folder) || folder.split('/').includes('..') || !/^\/(var\/task|var\/runtime|opt)\/./.test(folder)) {
      throw new ZeroTrustError('Opening', 'BadPath', `'${folder}' is no folder of the package or of a layer.`, 'name a folder below /var/task, /var/runtime or /opt.');
    }
    return new Opening({ name: 'addons', value: folder, reason });
  }

  /**
   * A program may be run.
   *
   * Throws `NoReason`, `BadPath` for what is no absolute path.
   *
   * @param program such as `/opt/bin/ffmpeg`
   * @param reason why
   */
  public static program(program: string, reason: string): Opening {
    return new Opening({ name: 'programs', value: absolute(program), reason });
  }

  /**
   * Files below a folder may be written, beside those below /tmp.
   *
   * Throws `NoReason`, `BadPath` for what is no absolute path.
   *
   * @param folder such as `/mnt/reports`, the mount of a file system
   * @param reason why
   */
  public static folder(folder: string, reason: string): Opening {
    return new Opening({ name: 'folders', value: absolute(folder), reason });
  }

  /**
   * A host may be called that no grant or destination names: a cache or broker in the network. The network must let the function there: this opens none.
   *
   * Throws `NoReason`, `BadHost` for what is no exact name or address.
   *
   * @param host such as `cache.internal:6379`; tokens such as `cluster.attrPrimaryEndPointAddress` are fine
   * @param reason why
   */
  public static host(host: string, reason: string): Opening {
    if (!Token.isUnresolved(host) && !HOST.test(host)) {
      throw new ZeroTrustError('Opening', 'BadHost', `'${host}' is no exact name or address.`, 'name one host in lower case, with its port: cache.internal:6379.');
    }
    return new Opening({ name: 'host', value: host, reason });
  }

  /**
   * Data of the masked kinds may be sent to a host that an `Egress` declares: cards to the one who charges them. The host is no other than before: this
   * opens none.
   *
   * Throws `NoReason`, `BadHost` for what is no exact name or address.
   *
   * @param host such as `api.stripe.com`
   * @param reason why
   */
  public static data(host: string, reason: string): Opening {
    if (!Token.isUnresolved(host) && !HOST.test(host)) {
      throw new ZeroTrustError('Opening', 'BadHost', `'${host}' is no exact name or address.`, 'name one host in lower case, as its Egress does: api.stripe.com.');
    }
    return new Opening({ name: 'data', value: host, reason });
  }

  /**
   * Code may be made of strings: `eval`, `Function`, `vm`. Template engines need it. Throws `NoReason`.
   *
   * @param reason why
   */
  public static code(reason: string): Opening {
    return new Opening({ name: 'code', reason });
  }

  /**
   * Worker threads may be started. Throws `NoReason`.
   *
   * @param reason why
   */
  public static workers(reason: string): Opening {
    return new Opening({ name: 'workers', reason });
  }

  /** @internal */
  public readonly _entry: OpeningEntry;

  private constructor(entry: OpeningEntry) {
    checkText('Opening', 'NoReason', {
      name: 'reason', text: entry.reason, blank: `no reason is given for the opening ${entry.name}.`, remediation: 'say what needs it; the evidence has it.',
    });
    this._entry = entry;
  }
}

function absolute(path: string): string {
  if (PATH.test(path) && !path.split('/').includes('..') && path !== '/') return path;
  throw new ZeroTrustError('Opening', 'BadPath', `'${path}' is no absolute path.`, 'name one program or folder: /opt/bin/ffmpeg, /mnt/reports.');
}
