import { Duration, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { BackupRole } from './backup-role';
import type { DataClass } from '../core/data-class';
import { DataKey } from './keys/data-key';
import { Stored, storedIn } from './stored';
import { deploymentId } from '../core/vended-logs';

/** When nothing is due: 03:00 UTC, started within an hour, done within eight. */
const DAILY = { scheduleExpression: 'cron(0 3 ? * * *)', startWindowMinutes: 60, completionWindowMinutes: 480 };
/** What AWS Backup takes, less what tells deployments apart. */
const MAX_VAULT_NAME = 40;

/** Of a zone what its backups need. */
interface BackedUpZone extends IConstruct {
  readonly permissionsBoundary?: iam.IManagedPolicy;
  _onMember(listener: (member: IConstruct) => void): void;
}

/** Backs up every table and bucket of a zone, those to come included. */
export function backUpMembers(zone: BackedUpZone, retention: Duration): void {
  zone._onMember((member) => {
    const stored = storedIn(member);
    if (stored) backupsOf(zone, Stack.of(member), retention).add(stored);
  });
}

/** The backups of a zone in one stack: in that of its stores, which would otherwise name each other's stacks. */
function backupsOf(zone: BackedUpZone, stack: Stack, retention: Duration): ZoneBackups {
  const [scope, id] = Stack.of(zone) === stack ? [zone, 'Backups'] : [stack, `Backups${zone.node.addr.slice(-8)}`];
  return scope.node.tryFindChild(id) as ZoneBackups | undefined ?? new ZoneBackups(scope as Construct, id, retention, zone.permissionsBoundary);
}

/**
 * Daily backups in vaults that are locked: one for each class of data, under the key of the class. One role makes them all.
 *
 * In the template: a role and its customer-managed policy; for each class a vault, a plan and a selection. Vaults are retained. A
 * backup cannot be deleted before its time, except by who may take the lock away (governance mode).
 */
class ZoneBackups extends Construct {
  private readonly role: BackupRole;
  private readonly selected = new Map<DataClass, string[]>();

  constructor(scope: Construct, id: string, private readonly retention: Duration, permissionsBoundary?: iam.IManagedPolicy) {
    super(scope, id);
    this.role = new BackupRole(this, 'Role', permissionsBoundary);
  }

  public add(stored: Stored): void {
    const { key } = stored;
    let arns = this.selected.get(key.dataClass);
    if (!arns) this.selected.set(key.dataClass, arns = this.planFor(key));
    arns.push(stored.arn);
    this.role.mayBackUp(stored);
  }

  /** Makes vault, plan and selection of a class; what is selected may grow until synthesis. */
  private planFor(key: DataKey): string[] {
    const name = `${key.dataClass[0]}${key.dataClass.slice(1).toLowerCase()}`;
    const days = this.retention.toDays();
    const prefix = Lazy.string({ produce: () => this.node.path.replace(/[^A-Za-z0-9]/g, '-').slice(-MAX_VAULT_NAME).replace(/^-+/, '') });
    const vault = new backup.CfnBackupVault(this, `${name}Vault`, {
      backupVaultName: `${prefix}-${name[0]}-${deploymentId()}`,
      encryptionKeyArn: key.keyArn,
      lockConfiguration: { minRetentionDays: days },
    });
    // empty in the rollback of a first create
    vault.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    const plan = new backup.CfnBackupPlan(this, `${name}Plan`, {
      backupPlan: {
        backupPlanName: `${this.node.path}/${name}`.replace(/[^A-Za-z0-9._-]/g, '-').slice(-50),
        backupPlanRule: [{ ruleName: 'daily', targetBackupVault: vault.ref, lifecycle: { deleteAfterDays: days }, ...DAILY }],
      },
    });
    const arns: string[] = [];
    new backup.CfnBackupSelection(this, `${name}Selection`, {
      backupPlanId: plan.ref,
      backupSelection: { selectionName: 'stores', iamRoleArn: this.role.roleArn, resources: Lazy.list({ produce: () => arns }) },
    });
    this.role.mayFill(vault.attrBackupVaultArn, key);
    return arns;
  }
}
