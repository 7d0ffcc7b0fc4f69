import { ownerOf } from '../core/written-text';

/**
 * Where the GuardDuty detector of the account and region comes from: AWS has one for each.
 */
export class DetectorSource {
  /** Made here. Deployment fails where the account has one already, made by hand or by another app: use `existing` there. */
  public static create(): DetectorSource {
    return new DetectorSource();
  }

  /**
   * There already, made by hand or by another app, which decides what it detects. Its findings are sent to the topic all the same.
   *
   * @param detectorId 32 hexadecimal digits, as `aws guardduty list-detectors` prints them; shown in the evidence
   */
  public static existing(detectorId: string): DetectorSource {
    return new DetectorSource(`existing ${detectorId}`, detectorId);
  }

  /**
   * Enabled by the delegated administrator of the organization, who decides what it detects. Its findings are sent to the topic all the same.
   *
   * Throws `NoOwner` for an owner that is blank, or not one line of characters that are seen.
   *
   * @param owner the team that answers for it; shown in the evidence
   */
  public static organization(owner: string): DetectorSource {
    return new DetectorSource(`organization, ${ownerOf('DetectorSource.organization', owner)}`);
  }

  /** @internal */
  public readonly _provided?: string;
  /** @internal */
  public readonly _detectorId?: string;

  private constructor(provided?: string, detectorId?: string) {
    this._provided = provided;
    this._detectorId = detectorId;
  }
}

/**
 * Where AWS Security Hub CSPM of the account and region comes from: AWS has one for each.
 */
export class HubSource {
  /** Enabled here, with new controls of its standards as they come. Deployment fails where it is enabled already: use `existing` there. */
  public static create(): HubSource {
    return new HubSource();
  }

  /**
   * Enabled already in this account and region, by hand or by another app. Standards that are named here are enabled in it.
   *
   * Throws `NoOwner` for an owner that is blank, or not one line of characters that are seen.
   *
   * @param owner the team that answers for it; shown in the evidence
   */
  public static existing(owner: string): HubSource {
    return new HubSource(`existing, ${ownerOf('HubSource.existing', owner)}`);
  }

  /**
   * Enabled by the delegated administrator of the organization, who decides on standards: central configuration.
   *
   * Throws `NoOwner` for an owner that is blank, or not one line of characters that are seen.
   *
   * @param owner the team that answers for it; shown in the evidence
   */
  public static organization(owner: string): HubSource {
    return new HubSource(`organization, ${ownerOf('HubSource.organization', owner)}`, true);
  }

  /** @internal */
  public readonly _provided?: string;
  /** @internal */
  public readonly _isCentral: boolean;

  private constructor(provided?: string, isCentral: boolean = false) {
    this._provided = provided;
    this._isCentral = isCentral;
  }
}
